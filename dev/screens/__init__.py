"""`./bin/screens`: every page as each role sees it, in two widths and two themes, to be looked at and read by axe.

A scene (`dev/screens/scenes/`) says whose browser, which route, and how one gets there; a route without one fails.
"""

"""What pages and jobs cost, as counts and as ratios inside one run: a machine's noise must not decide."""

import pytest
from tests.deeds import sight, tells
@pytest.mark.parametrize("who,paths",[("okafor",["/staff/you/away","/families/{maya}/team","/families/{maya}","/families/{maya}/hand-over","/break-glass"]),("sade",["/engagement","/signatures","/break-glass/log","/reviews/of/{theo}","/families/{theo}"]),("olga",["/clinic/staff","/clinic/staff/new","/clinic/staff/{okafor}","/clinic/staff/{okafor}/leaving","/signatures"]),("otis",["/desk","/signatures"])])
def test_pages(app, harbour, browser, who, paths):
    app.config["PROPAGATE_EXCEPTIONS"] = True
    sight(harbour)
    b = browser(harbour).sign_in_staff(who)
    wrong = []
    for p in paths:
        try:
            b.get(p.format(**harbour.children, **harbour.people))
        except Exception as e:
            import traceback; wrong.append(p + " " + "".join(traceback.format_exception(e)[-6:])[-1500:])
    app.config["PROPAGATE_EXCEPTIONS"] = None
    assert not wrong, "\n".join(wrong)

"""The one narrow path: a mother tells, her therapist answers, the father learns nothing of it."""


def test_mother_tells_therapist_answers_father_sees_nothing(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    maya = harbour.children["maya"]
    dana.get(f"/questions/about/{maya}")
    dana.post(f"/questions/about/{maya}", {"body": "Should I talk about the move?"})
    assert "Thank you" in dana.text

    okafor = browser(harbour).sign_in_staff("okafor")
    assert "Should I talk about the move?" in okafor.get("/today").text
    action = okafor.text.split('action="/answers/')[1].split('"')[0]
    okafor.post(f"/answers/{action}", {"words": "Follow her lead.", "kind": "reply"})
    assert "Nothing waits for you" in okafor.text

    assert "Follow her lead." in dana.get(f"/updates/{action}").text
    chris = browser(harbour).sign_in("chris")
    for path in ("/home", "/updates", "/questions", "/you"):
        page = chris.get(path).text
        assert not {word for word in ("move", "Follow", "Dana", "Rosa") if word in page}
    chris.get(f"/updates/{action}", status=404)

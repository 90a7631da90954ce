def test_probe(cast):
    from tests.tablet import Tablet, signable

    a = Tablet(cast, "practitioner")
    note = a.new_note(None, signable(a.person.id))
    r = a.push_one(a.sign_op(note))
    import json

    print(json.dumps(r.get("error"), indent=0)[:3000])
    assert r["status"] == "applied"

from server.domain.translation import N_, _, language


def test_a_message_without_a_translation_is_its_own_source():
    marked = N_("{value} is above {maximum} {unit}.")
    token = language.set("xx")
    try:
        assert _(marked, value=4, maximum=3, unit="mm") == "4 is above 3 mm."
        assert _("100 % {sure}") == "100 % {sure}"
    finally:
        language.reset(token)

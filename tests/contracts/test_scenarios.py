"""Each way in which a note was once lost or overwritten has a scenario in a real browser that shows it mended.

Those in ``test_webkit_offline.py`` run in WebKit, the others in Chromium. What shows on no screen has its scene
elsewhere, and is named by its folder.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIOS = {
    "L1 the value moved under the cursor": [
        "test_two_tablets.py::test_a_text_that_moved_under_the_cursor_is_said_and_the_edit_becomes_one_conflict",
        "test_two_tablets.py::test_a_figure_entered_on_a_keypad_answers_to_what_stood_there_when_it_was_opened",
    ],
    "L2 a restored server": [
        "test_sync_engine.py::test_after_a_restore_what_was_confirmed_is_sent_again_as_it_was",
        "test_sync_engine.py::test_what_a_server_without_a_new_epoch_lost_stays_here_and_is_sent_again",
        "machine/test_new_epoch.py::test_a_tablet_that_loses_the_network_after_a_restore_shows_what_it_had",
        "machine/test_new_epoch.py::test_a_signature_keeps_its_first_time_where_a_receipt_proves_it",
        "machine/test_without_locks.py::test_a_refusal_of_a_lost_history_brings_nothing_of_it",
        "machine/test_clocks.py::test_a_clock_that_is_wrong_by_months_costs_nothing_that_is_sent_again",
        "cli/test_restore_drill.py::test_everything_confirmed_since_the_backup_is_there_again_once",
        "cli/test_restore_drill.py::test_a_conflict_that_was_decided_is_decided_again",
    ],
    "L3 text that no server takes": [
        "test_sync_engine.py::test_text_that_is_not_clean_holds_up_nothing_and_is_sent_cleaned_when_tried_again",
        "test_sync_engine.py::test_what_is_typed_pasted_or_written_by_the_app_is_clean",
    ],
    "L4 a conflict that cannot be closed": [
        "test_sync_shown.py::test_a_conflict_shows_what_stands_now_and_ends_with_the_choice",
    ],
    "L5 typing without a pause": [
        "test_typing.py::test_of_224_characters_typed_without_a_pause_a_kill_loses_the_last_second",
        "test_killed.py::test_a_killed_browser_loses_the_last_second_of_one_field",
    ],
    "L6 what was begun and not saved": [
        "test_typing.py::test_signing_out_asks_about_an_unfinished_amendment_and_keeps_it",
        "test_typing.py::test_a_screen_with_what_could_not_be_saved_is_not_left_without_a_question",
    ],
    "L7 two tabs in one field": [
        "test_one_editor.py::test_two_windows_do_not_overwrite_each_other",
        "test_one_editor.py::test_two_windows_do_not_overwrite_each_other_in_a_patient",
    ],
    "L8 a slow clock": [
        "test_clock.py::test_a_clock_two_days_slow_is_said_and_gives_no_visit_its_date",
        "node/test_dates.py::test_a_corrected_time_keeps_the_offset_it_was_written_with",
        "machine/test_clocks.py::test_a_clock_that_was_set_back_makes_no_tablet_wait",
    ],
    "L9 a disabled author": [
        "test_drain.py::test_what_a_disabled_person_wrote_arrives_and_the_tablet_says_so",
        "test_unsent.py::test_l9_the_file_of_a_disabled_author_is_imported_by_a_supervisor_once",
        "machine/test_shared_tablet.py::test_l9_the_work_of_somebody_disabled_arrives_whoever_is_open",
        "machine/test_shared_tablet.py::test_l9_of_a_blocked_tablet_the_work_of_everybody_arrives",
    ],
    "L10 a returned note meets an amendment": [
        "test_returned.py::test_l10_an_amendment_refused_after_the_return_is_read_in_the_note_and_taken_into_it",
        "test_refused_call.py::test_l10_what_was_refused_of_a_follow_up_is_read_in_the_follow_up",
    ],
    "L11 erased storage": ["test_clock.py::test_erased_storage_is_said_with_the_number_of_entries_lost"],
    "L12 unsent work is reported": [
        "test_sync_engine.py::test_a_refused_op_goes_to_attention_and_holds_up_nobody",
        "test_sync_engine.py::test_reading_goes_on_whatever_becomes_of_the_sending",
    ],
    "L13 a note before its patient": ["test_unsent.py::test_l13_a_note_that_arrives_before_its_patient_waits_for_it"],
    "L14 a box that takes more than the server": [
        "test_typing.py::test_a_box_takes_what_the_server_takes_and_says_when_it_is_full",
    ],
    "L15 connected while nobody answers": [
        "test_sync_shown.py::test_connected_is_said_only_on_an_answer_of_the_last_ten_seconds",
        "test_sync_shown.py::test_a_file_that_cannot_be_fetched_says_so_where_it_was_asked",
    ],
    "without a network": [
        "test_webkit_offline.py::test_a_remark_survives_a_cold_start_without_the_server",
        "test_worker.py::test_the_app_starts_cold_without_a_server",
    ],
}


@pytest.mark.parametrize("seen", SCENARIOS)
def test_what_was_seen_has_its_scenario(seen: str) -> None:
    missing = [name for name in SCENARIOS[seen] if not is_there(*name.split("::"))]
    assert missing == []


def is_there(file: str, test: str) -> bool:
    path = ROOT / "tests" / (file if "/" in file else f"e2e/{file}")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in tree.body)

"""Each way in which a note was once lost or overwritten, and each thing that once was wrong on a screen, has a scenario
that shows it mended, those of a loss in a real browser.

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
SCREENS = {
    "H1 clocks are judged while they run": [
        "test_senses.py::test_a_cream_that_is_on_for_too_long_is_red_on_any_screen_and_a_finding_in_its_note",
        "test_senses.py::test_home_judges_a_second_cream_by_its_label_before_its_time_is_over",
    ],
    "H2 nothing exists before it says something": [
        "test_begun.py::test_nothing_is_kept_before_something_is_said",
        "test_begun.py::test_a_row_is_kept_once_something_is_said_in_it",
    ],
    "H3 a draft is no visit": [
        "test_begun.py::test_a_draft_is_no_visit_given",
        "test_begun.py::test_a_draft_is_discarded_where_it_is_edited",
    ],
    "H4 what was done today is not copied": [
        "test_carried.py::test_copied_values_are_confirmed_section_by_section_with_the_values_in_view",
        "node/test_copying.py::test_nothing_that_somebody_did_checked_or_saw_is_copied",
    ],
    "H5 an untouched note is calm and fits": [
        "test_calm.py::test_questions_that_nobody_came_to_are_counted_and_raise_no_alarm",
        "test_components.py::test_every_control_can_be_hit_and_nothing_runs_off_the_side",
    ],
    "H6 what stands in the way of the signature": [
        "test_sign_page.py::test_a_finding_that_blocks_is_not_called_nothing",
        "test_sign_page.py::test_what_is_in_the_way_stands_in_order_and_goes_one_by_one",
    ],
    "H7 a sheet does not outlive its screen": [
        "test_sheets.py::test_a_keypad_does_not_stay_over_another_patient",
        "test_sheets.py::test_every_sheet_is_closed_by_going_back_and_names_the_patient",
    ],
    "H8 an abandoned entry": ["test_sheets.py::test_an_abandoned_entry_is_not_taken_for_the_next_patient"],
    "H9 identity": [
        "test_components.py::test_a_birth_date_with_a_year_of_two_digits_is_asked_again",
        "test_screens.py::test_the_same_name_and_birth_date_is_warned_of",
    ],
    "H10 the search": [
        "test_screens.py::test_search_finds_without_accents_by_number_and_by_date",
        "node/test_search_core.py::test_the_tablet_reads_every_query_and_patient_as_the_server_does",
    ],
    "H11 codes": [
        "test_code_reader.py::test_a_box_is_scanned_with_the_fetched_reader_also_without_a_network",
        "node/test_gs1_corpus.py::test_no_code_gives_a_wrong_lot_expiry_or_serial_and_one_with_its_separators_is_read_whole",
    ],
    "H12 choices that exclude each other": ["test_components.py::test_none_and_a_sign_clear_each_other"],
    "H13 placeholders, bars, today, devices, telephone, time points": [
        "test_language.py::test_a_person_works_in_their_language",
        "test_every_field.py::test_every_field_of_a_note_has_a_control",
        "test_components.py::test_a_birth_date_with_a_year_of_two_digits_is_asked_again",
        "test_follow_up.py::test_blisters_on_the_first_day_open_an_adverse_event",
        "test_desktop.py::test_patients_are_a_table_sorted_by_any_column_and_reached_by_keys",
    ],
    "H14 a wide screen": [
        "test_desktop.py::test_a_list_is_a_table_that_is_sorted_and_narrowed",
        "test_desktop.py::test_one_search_finds_patients_screens_and_actions_by_key",
        "test_desktop.py::test_keys_are_listed_and_primary_buttons_keep_the_width_of_their_words",
    ],
    "H15 each input says what it is": [
        "node/test_input_hints.py::test_codes_are_kept_as_typed_and_names_are_not_corrected",
        "node/test_words_of_a_device.py::test_a_computer_is_no_tablet",
    ],
    "H16 whoever did something is named": [
        "test_screens.py::test_two_texts_stand_side_by_side_until_somebody_chooses",
        "api/test_devices.py::test_the_list_names_who_used_a_device_last",
        "test_review_queue.py::test_a_place_is_explained_by_the_finding_it_comes_from",
    ],
    "H17 what is missing": [
        "test_calm.py::test_what_is_missing_stands_by_section_and_is_answered_where_one_tap_answers_it",
    ],
}
SCENARIOS |= SCREENS


@pytest.mark.parametrize("seen", SCENARIOS)
def test_what_was_seen_has_its_scenario(seen: str) -> None:
    missing = [name for name in SCENARIOS[seen] if not is_there(*name.split("::"))]
    assert missing == []


def is_there(file: str, test: str) -> bool:
    path = ROOT / "tests" / (file if "/" in file else f"e2e/{file}")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in tree.body)

"""Which tests hold the pitfalls that other systems fell into; a test that is renamed or removed is missed here.

The numbers are those of the list of pitfalls that the project is built by.
"""

import ast

import pytest

from tests.house.tree import ROOT

PITFALLS: dict[int, tuple[str, ...]] = {
    # two sessions change different questions of one answer set: both survive
    1: (
        "filling/test_at_once.py::test_parallel_saves_of_different_items_all_survive",
        "filling/test_conflicts.py::test_two_people_on_different_questions_both_survive",
        "filling/test_nothing_is_lost.py::test_no_acknowledged_text_is_lost_unseen",
    ),
    # one question, two savers: both texts, the other's name, with and without JavaScript
    2: (
        "filling/test_conflicts.py::test_the_second_of_two_writers_sees_both_texts_and_who",
        "filling/test_conflicts.py::test_without_a_choice_nothing_is_overwritten",
        "journeys/test_typing.py::test_two_people_at_one_question_see_both_texts_and_one_chooses",
        "reports/test_pages.py::test_the_second_of_two_writers_sees_both_texts_and_loses_nothing",
    ),
    # no check before the write: the write itself checks
    3: ("filling/test_at_once.py::test_of_parallel_saves_to_one_item_one_stands_and_the_others_are_told",),
    # typing while saving
    4: (
        "journeys/test_typing.py::test_what_is_typed_during_a_slow_save_wins_and_the_cursor_stays",
        "web/test_autosave.py::test_what_is_typed_while_saving_is_neither_lost_nor_disturbed",
    ),
    # one goes on where one left, with every value: nought, nothing and decimals too
    5: (
        "filling/test_pages.py::test_one_goes_on_where_one_left_with_every_value",
        "filling/test_pages.py::test_a_decimal_comes_back_as_it_was",
        "filling/test_saving.py::test_every_kind_of_answer_comes_back_from_the_database",
    ),
    # a session that has ended
    7: (
        "filling/test_expiry.py::test_what_was_typed_five_hours_ago_stands_there_after_signing_in",
        "house/test_role_walk.py::test_a_post_without_its_token_changes_nothing_and_is_never_a_bare_400",
        "journeys/test_typing.py::test_signed_out_in_another_tab_one_keeps_typing_and_loses_nothing",
        "web/test_kept.py::test_the_token_is_the_same_after_signing_in_again",
    ),
    # saving never delivers, and delivery happens once
    8: (
        "filling/test_pages.py::test_no_save_button_sends_or_delivers",
        "filling/test_at_once.py::test_delivery_is_one_however_many_ask_at_once",
        "filling/test_at_once.py::test_a_late_retry_of_sending_does_not_send_again_what_was_sent_back",
    ),
    # hidden answers are kept, counted nowhere, and come back
    9: (
        "core/test_relevance.py::test_what_is_hidden_is_counted_nowhere",
        "core/test_relevance.py::test_toggling_a_condition_and_back_changes_nothing",
        "filling/test_pages.py::test_a_hidden_answer_is_kept_and_comes_back",
    ),
    # one submission for a municipality, round and survey, however many begin at once
    10: ("filling/test_at_once.py::test_parallel_starts_make_one_submission_with_one_open_revision",),
    # a version in use cannot change
    11: (
        "store/test_frozen_rows.py::test_the_database_says_no",
        "rounds/test_running.py::test_opening_freezes_population_groups_and_versions",
    ),
    # language belongs to the request
    20: ("web/test_languages.py::test_interleaved_requests_speak_each_their_own_language",),
    # no, nb-NO, nn-NO, and never English
    21: (
        "web/test_languages.py::test_accept_language_gives_one_of_our_languages",
        "web/test_languages.py::test_nynorsk_falls_back_to_bokmaal_and_never_to_english",
    ),
    # the language switch keeps everything
    22: (
        "journeys/test_typing.py::test_changing_language_in_the_middle_of_typing_keeps_every_letter",
        "filling/test_pages.py::test_the_language_switch_keeps_what_could_not_be_saved",
        "web/test_languages.py::test_the_switch_keeps_path_and_query",
    ),
    # respondents are the base, and nought is nought
    26: (
        "core/test_published.py::test_choices_are_counted_of_those_who_answered_and_nobody_is_zero",
        "core/test_tally.py::test_the_base_of_a_multiple_choice_is_respondents_never_choices",
        "aggregates/test_releasing.py::test_a_choice_is_shared_among_those_who_answered_and_nought_is_nought",
    ),
    # a threshold for each bucket, nothing by subtraction, nothing while a round is open
    27: (
        "core/test_suppression.py::test_four_against_one_does_not_publish_the_one",
        "core/test_suppression.py::test_no_withheld_number_is_worked_out_by_subtraction",
        "aggregates/test_releasing.py::test_no_bucket_of_one_or_two_is_released",
        "rounds/test_running.py::test_an_open_round_shows_no_results_and_reads_no_answers",
    ),
    # every route as every role and as another municipality
    30: (
        "house/test_role_walk.py::test_every_route_is_listed_with_who_gets_what",
        "house/test_role_walk.py::test_everyone_gets_what_the_list_says",
        "house/test_role_walk.py::test_another_municipality_answers_404_to_everything",
        "house/test_role_walk.py::test_the_walk_notices_a_guard_that_is_gone",
    ),
    # a script in a text stays a text: form, conflict page, letter, report, chart
    34: (
        "web/test_questions.py::test_nothing_anyone_writes_becomes_markup",
        "filling/test_conflicts.py::test_a_script_in_an_answer_is_shown_as_text",
        "accounts/test_inviting.py::test_nothing_written_in_a_name_can_run",
        "charts/test_drawing.py::test_a_script_in_a_label_stays_words",
        "documents/test_typesetting.py::test_what_is_written_stands_there_as_it_was_written",
    ),
}


def names_in(file: str) -> set[str]:
    """Give the names of the tests in a file of tests/; none when it is not there."""
    path = ROOT / "tests" / file
    if not path.is_file():
        return set()
    return {
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("number", PITFALLS)
def test_a_pitfall_is_held_by_tests_that_are_there(number: int) -> None:
    missing = [
        each for each in PITFALLS[number] if each.partition("::")[2] not in names_in(each.partition("::")[0])
    ]

    assert missing == []


def test_the_pitfalls_of_the_main_job_are_all_held() -> None:
    assert set(PITFALLS) == {1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 20, 21, 22, 26, 27, 30, 34}

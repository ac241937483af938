"""Every answer as the chat shows it, in every language and for every country."""

from __future__ import annotations

from datetime import date

import pytest

from bot.catalog.html import faults, text_of
from bot.catalog.lines import resolve
from bot.catalog.render import View, render
from bot.catalog.types import Catalog, Confidence, Hotline, Urgency

TODAY = date(2026, 11, 23)
LIMIT = 4096


def without_lines(catalog: Catalog, code: str) -> Catalog:
    """The same content, with no line at all in one country."""
    empty = catalog.countries[code].model_copy(update={"entries": ()})
    return catalog.model_copy(update={"countries": {**catalog.countries, code: empty}})


def named(catalog: Catalog, code: str, html: str) -> list[Hotline]:
    """The lines whose details stand below an answer."""
    details = [part.split("</b>")[0] for part in html.split("☎ <b>")[1:]]
    kinds = ("police", "medical", "crisis")
    lines = {line.number: line for line in catalog.countries[code].entries if line.kind in kinds}
    return [lines[number] for number in details]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_answer_renders_for_every_country(catalog: Catalog, lang: str) -> None:
    assert len(catalog.countries) >= 30
    assert len(catalog.intents) >= 125
    for intent in catalog.intents:
        for country in (None, *catalog.countries):
            html = render(catalog, intent, View(lang, country, None, TODAY)).html
            assert faults(html) == [], (intent, country)
            assert len(text_of(html)) <= LIMIT, (intent, country)
            assert "{" not in html, (intent, country)


def test_an_emergency_answer_shows_no_unconfirmed_line(catalog: Catalog) -> None:
    unconfirmed = {
        line.number
        for country in catalog.countries.values()
        for line in country.entries
        if line.confidence is Confidence.CHECK and line.number
    } - {
        line.number
        for country in catalog.countries.values()
        for line in country.entries
        if line.confidence is Confidence.CONFIRMED
    }
    emergencies = [intent.id for intent in catalog.intents.values() if intent.urgency is Urgency.EMERGENCY]
    assert len(emergencies) >= 7
    for intent in emergencies:
        for country in catalog.countries:
            html = render(catalog, intent, View("en", country, None, TODAY)).html
            assert not any(f"<b>{number}</b>" in html for number in unconfirmed), (intent, country)


def test_a_person_abroad_gets_the_local_line_and_their_own_consular_line(catalog: Catalog) -> None:
    html = render(catalog, "jobs.trapped", View("en", "TH", "CN", TODAY)).html
    assert "12308" in html
    assert any(line.number and line.number in html for line in catalog.countries["TH"].entries if line.kind == "police")


def test_who_is_abroad_is_given_their_consulate_as_it_is_dialled_from_there(catalog: Catalog) -> None:
    line = next(line for line in catalog.countries["TW"].entries if line.kind == "consular" and line.intl)
    assert line.intl
    assert line.number
    html = render(catalog, "jobs.trapped", View("en", "KH", "TW", TODAY)).html
    assert html.count(line.intl) == 2, "in the sentence, and below with its name"
    assert f">{line.number}<" not in html


def test_a_country_without_a_known_line_is_told_so(catalog: Catalog) -> None:
    html = render(without_lines(catalog, "MM"), "jobs.trapped", View("en", "MM", None, TODAY)).html
    assert html.count("we have no confirmed number for your country") == 1
    asked = render(without_lines(catalog, "MM"), "bot.hotlines", View("en", "MM", None, TODAY)).html
    assert asked.count("no confirmed number either") == 2


def test_an_emergency_answer_leaves_out_the_lines_that_nobody_knows(catalog: Catalog) -> None:
    answer = catalog.languages["en"].answers["jobs.trapped"].answer
    html = render(catalog, "jobs.trapped", View("en", "KH", None, TODAY)).html
    assert "{hotline:consular}" in answer
    assert "{hotline:anti_trafficking}" in answer
    assert "consular" not in html
    assert "no confirmed number" not in html
    for line in (line for line in answer.split("\n") if "{" not in line):
        assert line in html


def test_an_emergency_answer_names_no_consulate_that_may_be_anothers(catalog: Catalog) -> None:
    unasked = render(catalog, "jobs.trapped", View("en", "VN", None, TODAY))
    assert unasked.needs_home
    consular = next(line for line in catalog.countries["VN"].entries if line.kind == "consular")
    assert consular.number
    assert consular.number not in unasked.html
    assert "12308" in render(catalog, "jobs.trapped", View("en", "VN", "CN", TODAY)).html


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_who_may_hurt_themselves_is_told_the_ambulance_the_police_and_one_line_that_listens(
    catalog: Catalog, lang: str
) -> None:
    for code in ("CN", "TW", "HK", "MO", "SG", "MY", "PH", "TH", "ID", "JP", "KR", "IN", "NP", "LK"):
        html = render(catalog, "bot.distress", View(lang, code, None, TODAY)).html
        medical = resolve(catalog, "medical", code, None, confirmed_only=True)
        first = ["medical"] if medical and medical.kind == "medical" else []
        assert [line.kind for line in named(catalog, code, html)] == [*first, "police", "crisis"], code


@pytest.mark.parametrize(("lang", "words"), [("en", "a doctor"), ("zh", "找医生")])
def test_where_no_line_listens_that_is_said_once_and_no_embassy_is_named(
    catalog: Catalog, lang: str, words: str
) -> None:
    none = catalog.languages[lang].ui["hotline.unknown_crisis"]
    for code in ("MM", "KH", "BD", "VN", "ET"):
        for lines in (catalog, without_lines(catalog, code)):
            html = render(lines, "bot.distress", View(lang, code, None, TODAY)).html
            assert html.count(none) == 1, code
            assert words in none
    assert "embassy" not in none


def test_every_country_with_lines_has_a_police_line_for_emergencies(catalog: Catalog) -> None:
    with_lines = [code for code, country in catalog.countries.items() if country.entries]
    assert len(with_lines) >= 66
    for code in with_lines:
        assert resolve(catalog, "police", code, None, confirmed_only=True), code


@pytest.mark.parametrize(
    ("code", "kind", "first"),
    [
        ("LA", "police", "la-police-1191"),
        ("NP", "police", "np-police-100"),
        ("ID", "crisis", "id-crisis-jakcare"),
        ("GB", "crisis", "gb-crisis-samaritans"),
        ("JP", "crisis", "jp-crisis-yorisoi"),
        ("PK", "crisis", "pk-crisis-safe-city"),
    ],
)
def test_of_several_lines_the_one_for_everybody_comes_first(catalog: Catalog, code: str, kind: str, first: str) -> None:
    line = resolve(catalog, kind, code, None, confirmed_only=False)
    assert line is not None
    assert line.id == first


def test_sources_are_told_apart_as_each_language_writes(catalog: Catalog) -> None:
    shown = {lang: render(catalog, "fraud.report", View(lang, None, None, TODAY)).html for lang in ("en", "zh")}
    assert "来源：国家反诈中心，2020年9月21日" in shown["zh"]
    assert "Source: National Anti-Fraud Centre of China, 21 September 2020" in shown["en"]


def test_an_answer_asks_for_the_country_where_it_is_said_again(catalog: Catalog) -> None:
    for lang in catalog.languages:
        view = View(lang, None, None, TODAY)
        first, again = (render(catalog, "jobs.trapped", view, brief=brief).html for brief in (False, True))
        assert (first.count("/country"), again.count("/country")) == (0, 1)  # the dialogue asks below the first


@pytest.mark.parametrize(("code", "number"), [("MY", "999"), ("IN", "112"), ("CN", "120")])
def test_an_emergency_number_that_sends_an_ambulance_stands_for_one(catalog: Catalog, code: str, number: str) -> None:
    assert f"<b>{number}</b>" in render(catalog, "food.sick", View("en", code, None, TODAY)).html


def test_the_emergency_number_comes_before_the_one_for_reports(catalog: Catalog) -> None:
    assert "<b>999 / 110 / 112</b>" in render(catalog, "jobs.trapped", View("en", "MO", None, TODAY)).html


def test_a_stale_line_is_shown_with_the_day_of_its_last_check(catalog: Catalog) -> None:
    html = render(catalog, "jobs.trapped", View("en", "TW", None, date(2040, 1, 1))).html
    assert "last checked" in html


def test_the_source_is_named(catalog: Catalog) -> None:
    html = render(catalog, "stats.cases", View("en", None, None, TODAY)).html
    assert "about 1.74 million" in html
    assert "Ministry of Public Security" in html
    assert "23 July 2025" in html


def test_an_answer_without_translation_comes_in_english_and_says_so(catalog: Catalog) -> None:
    chinese = catalog.languages["zh"]
    fewer = {key: value for key, value in chinese.answers.items() if key != "stats.cases"}
    languages = {**catalog.languages, "zh": chinese.model_copy(update={"answers": fewer})}
    shown = render(catalog.model_copy(update={"languages": languages}), "stats.cases", View("zh", None, None, TODAY))
    assert shown.lang == "en"
    assert "英文" in shown.html


@pytest.mark.parametrize("country", [None, "KH"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_line_that_the_sentence_names_is_not_named_again(catalog: Catalog, lang: str, country: str | None) -> None:
    named = catalog.languages[lang].ui["kinds.anti_scam"]
    html = render(catalog, "fraud.report", View(lang, country, None, TODAY)).html
    about = next(line for line in html.splitlines() if "</b>" in line and ("Anti-scam" in line or "反诈" in line))
    assert about.casefold().count(named.casefold()) <= 1


@pytest.mark.parametrize(("lang", "line", "instead"), [("en", "consular line", "depends"), ("zh", "领事", "哪国护照")])
def test_a_consular_line_that_the_sentence_names_is_not_named_again(
    catalog: Catalog, lang: str, line: str, instead: str
) -> None:
    html = render(catalog, "jobs.already_accepted", View(lang, "NP", None, TODAY)).html
    (sentence,) = [said for said in html.splitlines() if instead in said]
    assert sentence.count(line) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_mainland_china_the_police_come_before_the_bank(catalog: Catalog, lang: str) -> None:
    there = render(catalog, "fraud.sent_money", View(lang, "CN", None, TODAY)).html.splitlines()[0]
    assert "110" in there
    elsewhere = render(catalog, "fraud.sent_money", View(lang, "SG", None, TODAY)).html
    assert "999" not in elsewhere.splitlines()[0]
    assert "110" not in elsewhere


def test_what_is_said_to_who_is_in_a_country_names_its_own_sources(catalog: Catalog) -> None:
    abroad, china = (render(catalog, "jobs.unpaid", View("en", code, None, TODAY)).html for code in ("QA", "CN"))
    assert "Source: International Labour Organization" in abroad
    assert "Source: State Council of China" in china
    assert "Bahrain" not in china

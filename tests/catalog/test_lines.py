"""The lines of a country in the order in which a person in need reads them, and what stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.catalog.lines import from_abroad, in_order
from bot.catalog.types import Confidence, HotlineKind

if TYPE_CHECKING:
    from bot.catalog.types import Catalog

HELP = (HotlineKind.POLICE, HotlineKind.MEDICAL, HotlineKind.CRISIS)


def test_whom_to_call_for_help_comes_first_and_what_is_not_confirmed_last(catalog: Catalog) -> None:
    for code, country in catalog.countries.items():
        ordered = in_order(country.entries)
        assert sorted(line.id for line in ordered) == sorted(line.id for line in country.entries)
        sure = [line for line in ordered if line.confidence is Confidence.CONFIRMED]
        assert ordered[: len(sure)] == sure, code
        ranks = [HELP.index(line.kind) if line.kind in HELP else len(HELP) for line in sure]
        assert ranks == sorted(ranks), code


def test_lines_of_one_kind_keep_their_order(catalog: Catalog) -> None:
    ordered = [line.id for line in in_order(catalog.countries["GB"].entries) if line.kind is HotlineKind.CRISIS]
    assert ordered == ["gb-crisis-samaritans", "gb-crisis-nhs-111"]


def test_a_confirmed_line_for_help_names_the_very_page(catalog: Catalog) -> None:
    lines = [line for country in catalog.countries.values() for line in country.entries if line.kind in HELP]
    confirmed = [line for line in lines if line.confidence is Confidence.CONFIRMED and line.number]
    assert len(confirmed) >= 80
    for line in confirmed:
        first = urlsplit(line.sources[0].url or "")
        assert first.hostname, line.id
        assert not first.hostname.replace(".", "").isdigit(), line.id
        assert first.path.strip("/") or first.query, line.id


def test_a_line_is_dialled_from_abroad_by_those_whose_country_it_is_of_and_who_are_elsewhere(catalog: Catalog) -> None:
    line = next(line for line in catalog.countries["PH"].entries if "workers" in line.also)
    assert line.kind is HotlineKind.CONSULAR
    assert from_abroad(catalog, line, "PH", "TH")
    assert not from_abroad(catalog, line, "PH", "PH")
    assert not from_abroad(catalog, line, "IN", "PH"), "an Indian in the Philippines calls it as a worker there"
    assert not from_abroad(catalog, line, None, "PH")

"""CAP 1.2 in and out, and the feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from bot.alerts.cap import NS, CapError, export, read, reference
from bot.alerts.feed import ATOM, feed
from bot.store.alerts import Words, new

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
RECORD = replace(
    new("11", "fraud", NOW + timedelta(days=2), NOW),
    severity="Severe",
    urgency="Immediate",
    certainty="Observed",
    countries=("TH", "MM"),
    area="Border & river",
    link="https://example.org/a?b=1&c=2",
    texts=(("en", Words("Head <line>", "What & how", "Hang up")), ("zh", Words("标题", "内容", "挂掉"))),
)
DONE = replace(RECORD, state="done", started_at=NOW)
SENT_UPDATE = replace(RECORD, message_type="Update", identifier="vigil-2", state="running")
FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>KSTO1055887203</identifier><sender>KSTO@NWS.NOAA.GOV</sender><sent>2003-07-17T14:57:00-07:00</sent>
  <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
  <info><category>Met</category><event>SEVERE THUNDERSTORM</event><responseType>Shelter</responseType>
    <urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>
    <expires>2027-07-17T16:00:00-07:00</expires><headline>SEVERE THUNDERSTORM WARNING</headline>
    <description>At 254 PM a storm was seen.</description><instruction>TAKE COVER.</instruction>
    <area><areaDesc>EXTREME NORTH CENTRAL TUOLUMNE COUNTY</areaDesc></area></info>
</alert>"""


def test_an_alert_comes_back_as_it_was() -> None:
    back = read(export(DONE), "12", NOW, {})
    same = ("topic", "severity", "urgency", "certainty", "countries", "area", "link", "texts", "expires_at")
    assert {name: getattr(back, name) for name in same} == {name: getattr(RECORD, name) for name in same}
    assert (back.state, back.author, back.identifier != RECORD.identifier) == ("draft", "12", True)


def test_the_message_has_what_the_standard_asks_for_in_its_order() -> None:
    root = ET.fromstring(export(RECORD))
    names = [child.tag.removeprefix(f"{{{NS}}}") for child in root]
    assert names == ["identifier", "sender", "sent", "status", "msgType", "scope", "info", "info"]
    info = [child.tag.removeprefix(f"{{{NS}}}") for child in root.findall(f"{{{NS}}}info")[0]]
    order = ["language", "category", "event", "urgency", "severity", "certainty", "expires", "headline"]
    assert info[: len(order)] == order
    assert (root.findtext(f"{{{NS}}}sent") or "").endswith("-00:00")


def test_a_message_of_somebody_else_becomes_a_draft() -> None:
    draft = read(FOREIGN.encode(), "11", NOW, {})
    assert draft.words["en"] == Words("SEVERE THUNDERSTORM WARNING", "At 254 PM a storm was seen.", "TAKE COVER.")
    assert (draft.topic, draft.severity, draft.area[:7]) == ("all", "Severe", "EXTREME")
    assert draft.expires_at == datetime(2027, 7, 17, 23, tzinfo=UTC)


def test_an_update_refers_to_what_it_replaces() -> None:
    earlier = replace(RECORD, id=7, started_at=NOW)
    data = export(SENT_UPDATE, reference(earlier))
    assert read(data, "11", NOW, {earlier.identifier: 7}).replaces == 7
    with pytest.raises(CapError, match="references"):
        read(data, "11", NOW, {})


def test_of_several_references_the_newest_that_stands_is_replaced() -> None:
    one, two = (replace(RECORD, identifier=f"vigil-{number}", started_at=NOW) for number in (1, 2))
    for references in (f"{reference(one)} {reference(two)}", f"{reference(two)} {reference(one)}"):
        data = export(replace(SENT_UPDATE, identifier="vigil-3"), references)
        assert read(data, "11", NOW, {"vigil-1": 1, "vigil-2": 2}).replaces == 2
        assert read(data, "11", NOW, {"vigil-2": 2}).replaces == 2


def test_of_two_blocks_in_one_language_the_first_is_taken_with_all_that_it_says() -> None:
    first = FOREIGN[FOREIGN.index("  <info>") : FOREIGN.index("</alert>")]
    second = first.replace("<info>", "<info><language>en-GB</language>").replace("SEVERE", "MILD")
    draft = read(FOREIGN.replace("</alert>", f"{second}</alert>").encode(), "11", NOW, {})
    assert (draft.words["en"].headline, draft.severity) == ("SEVERE THUNDERSTORM WARNING", "Severe")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no xml", "no XML"),
        (b"<alert/>", "no CAP 1.2"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "document type"),
        (FOREIGN.replace("Severe</sev", "Awful</sev").encode(), "must be one of"),
        (FOREIGN.replace("<msgType>Alert", "<msgType>Ack").encode(), "only Alert, Update and Cancel"),
        (FOREIGN.replace("2027-07-17T16:00:00-07:00", "tomorrow").encode(), "expires"),
        (FOREIGN.replace("<urgency>Immediate</urgency>", "").encode(), "<urgency> is missing"),
        (FOREIGN.replace("<status>Actual", "<status>Exercise").encode(), "<status> is Exercise; only Actual and Draft"),
        (b"x" * 1_000_001, "million"),
        (export(replace(DONE, link="https://example.org/" + "a" * 981)), "<web>: the link has 1001 characters"),
        (export(replace(DONE, topic="weather and climate")), "jobs, fraud, food, all"),
        (export(replace(DONE, texts=(("a" * 17, Words("Head")),))), "<language>"),
    ],
)
def test_a_file_that_is_no_alert_is_refused_with_its_reason(data: bytes, says: str) -> None:
    with pytest.raises(CapError, match=says):
        read(data, "11", NOW, {})


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    declared = '?>\n<!DOCTYPE alert [<!ENTITY a "SEVERE"><!ENTITY b "&a;&a;&a;&a;">]>\n'
    message = FOREIGN.replace("?>\n", declared).replace("SEVERE THUNDERSTORM WARNING", "&b;").replace("UTF-8", encoding)
    with pytest.raises(CapError, match="document type"):
        read(message.encode(encoding), "11", NOW, {})
    assert read(FOREIGN.replace("UTF-8", encoding).encode(encoding), "11", NOW, {}).severity == "Severe"


@pytest.mark.parametrize("encoding", ["GB2312", "gbk", "GB18030", "Big5", "Windows-1252"])
def test_a_message_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    text = {"Big5": "冒充警察", "Windows-1252": "Café"}.get(encoding, "假警察𠀋" if encoding == "GB18030" else "假警察")
    message = FOREIGN.replace("UTF-8", encoding).replace("At 254 PM a storm was seen.", text)
    assert read(message.encode(encoding), "11", NOW, {}).words["en"].description == text


def test_what_extends_gb2312_is_read_where_only_that_is_declared() -> None:
    message = FOREIGN.replace("UTF-8", "GB2312").replace("At 254 PM a storm was seen.", "朱镕基")
    assert read(message.encode("gbk"), "11", NOW, {}).words["en"].description == "朱镕基"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_unicode_counts_for_more_than_what_is_declared(encoding: str) -> None:
    message = FOREIGN.replace("UTF-8", "GB2312").replace("At 254 PM a storm was seen.", "假警察")
    assert read(message.encode(encoding), "11", NOW, {}).words["en"].description == "假警察"


@pytest.mark.parametrize(
    "data", [FOREIGN.replace("UTF-8", "GB2312").encode("utf-16-le"), b"\xff\xfe<", b"\xef\xbb\xbf\xff"]
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(CapError, match=r"encoding|XML"):
        read(data, "11", NOW, {})


@pytest.mark.parametrize("encoding", ["x-none", "hex", "GB2312", "UTF-7", "utf-16"])
def test_a_message_that_is_not_in_its_declared_encoding_is_refused(encoding: str) -> None:
    message = FOREIGN.replace("UTF-8", encoding).replace("At 254 PM", "\N{LATIN SMALL LETTER E WITH ACUTE} +2AA-")
    with pytest.raises(CapError, match=r"encoding|XML"):
        read(message.encode("latin-1"), "11", NOW, {})


def placed(*codes: str) -> bytes:
    marks = "".join(f"<geocode><valueName>ISO3166-1</valueName><value>{code}</value></geocode>" for code in codes)
    return FOREIGN.replace("</areaDesc>", f"</areaDesc>{marks}").encode()


@pytest.mark.parametrize(
    ("codes", "countries"), [(["th"], ("TH",)), (["TH-50", "TH-51", "MM"], ("TH", "MM")), ([], ())]
)
def test_a_message_for_a_country_or_a_part_of_one_is_for_that_country(
    codes: list[str], countries: tuple[str, ...]
) -> None:
    assert read(placed(*codes), "11", NOW, {}).countries == countries


@pytest.mark.parametrize("codes", [["THA"], ["TH", "764"], ["-50"]])
def test_a_message_whose_country_cannot_be_read_is_not_for_everywhere(codes: list[str]) -> None:
    with pytest.raises(CapError, match="the countries are"):
        read(placed(*codes), "11", NOW, {})


def test_an_area_that_is_too_long_is_refused_and_not_cut() -> None:
    with pytest.raises(CapError, match="<areaDesc>: the area has 501 characters, and at most 500 fit"):
        read(export(replace(DONE, area="x" * 501)), "11", NOW, {})
    assert read(export(replace(DONE, area="x" * 500)), "11", NOW, {}).area == "x" * 500


def test_of_a_headline_that_is_too_long_every_word_is_kept() -> None:
    long = "Flood warning " * 20 + "for the lower river only"
    words = read(FOREIGN.replace("SEVERE THUNDERSTORM WARNING", long).encode(), "11", NOW, {}).words["en"]
    assert len(words.headline) == 200
    assert words.headline.endswith("…")
    assert words.description == f"{long}\n\nAt 254 PM a storm was seen."


def test_a_time_beyond_all_years_is_refused() -> None:
    with pytest.raises(CapError, match="expires"):
        read(FOREIGN.replace("2027-07-17T16:00:00-07:00", "9999-12-31T23:59:00-14:00").encode(), "11", NOW, {})


def test_the_feed_holds_each_alert_with_its_message() -> None:
    root = ET.fromstring(feed([replace(RECORD, started_at=NOW, state="done")], NOW))
    entries = root.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}title") for entry in entries] == ["Head <line>"]
    assert NS in (entries[0].findtext(f"{{{ATOM}}}content") or "")
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{{{ATOM}}}{name}")
        assert entries[0].findtext(f"{{{ATOM}}}{name}")


@pytest.mark.parametrize("sign", [*map(chr, range(32)), "\x7f", "\ud800", "\ufffe", "\uffff", "]]>", "&#0;"])
def test_the_feed_and_the_message_are_xml_whatever_the_database_holds(sign: str) -> None:
    said = f"Before{sign}after"
    words = (("en", Words(said, said, said)),)
    spoiled = replace(RECORD, texts=words, area=said, link=f"https://{said}", topic=said, countries=(said,))
    started = replace(spoiled, identifier=said, started_at=NOW, state="done")
    entry = ET.fromstring(feed([started], NOW)).find(f"{{{ATOM}}}entry")
    assert entry is not None
    assert (entry.findtext(f"{{{ATOM}}}title") or "").startswith("Before")
    message = ET.fromstring(entry.findtext(f"{{{ATOM}}}content") or "")
    assert (message.findtext(f"{{{NS}}}info/{{{NS}}}description") or "").endswith("after")


def test_a_withdrawal_in_the_feed_names_what_it_withdraws_also_where_that_is_too_old_to_stand_there() -> None:
    first = replace(RECORD, id=1, identifier="vigil-1", started_at=NOW, state="replaced")
    others = [replace(first, id=number, identifier=f"vigil-{number}", state="done") for number in range(2, 101)]
    cancel = replace(first, id=101, identifier="vigil-101", message_type="Cancel", replaces=1, state="done")
    entries = ET.fromstring(feed([cancel, *reversed(others), first], NOW)).findall(f"{{{ATOM}}}entry")
    assert len(entries) == 100
    message = ET.fromstring(entries[0].findtext(f"{{{ATOM}}}content") or "")
    assert message.findtext(f"{{{NS}}}references") == reference(first)


def test_the_feed_is_as_new_as_the_newest_of_its_entries_and_has_no_odd_prefix() -> None:
    ended = replace(DONE, finished_at=NOW + timedelta(hours=5), state="cancelled")
    written = feed([ended, replace(DONE, started_at=NOW + timedelta(hours=1))], NOW)
    root = ET.fromstring(written)
    assert root.findtext(f"{{{ATOM}}}updated") == (NOW + timedelta(hours=5)).isoformat()
    assert f'<feed xmlns="{ATOM}">'.encode() in written


def test_an_empty_feed_is_a_feed() -> None:
    assert ET.fromstring(feed([], NOW)).tag == f"{{{ATOM}}}feed"

"""Postal codes, both ways: every oddity of Japan Post's table has its line here."""

from __future__ import annotations

import subprocess
import sys

import pytest

from caseapp.words import postal
from caseapp.words.postal import address_of, codes_of


def spoken(found: tuple[postal.Address, ...]) -> list[str]:
    return [f"{address.code} {address.text}" + (f" {address.note}" if address.note else "") for address in found]


@pytest.mark.parametrize(
    ("code", "towns"),
    [
        ("105-0011", ["東京都港区芝公園"]),
        ("〒105-0011", ["東京都港区芝公園"]),
        ("１０５００１１", ["東京都港区芝公園"]),
        ("907-1801", ["沖縄県八重山郡与那国町与那国"]),
        ("060-0000", ["北海道札幌市中央区"]),  # 以下に掲載がない場合
        ("498-0000", ["愛知県弥富市", "三重県桑名郡木曽岬町"]),  # two prefectures
        ("921-8046", ["石川県金沢市大桑町", "石川県金沢市三小牛町"]),  # two towns
        ("100-1701", ["東京都青ヶ島村"]),  # 青ヶ島村一円
        ("522-0317", ["滋賀県犬上郡多賀町一円"]),  # a town that is really named so
        ("766-0002", ["香川県仲多度郡琴平町"]),  # 琴平町の次に1〜426番地がくる場合
        ("604-0983", ["京都府京都市中京区笹屋町"]),  # streets torn over three lines
        ("105-00", []),
        ("000-0000", []),
        ("", []),
    ],
)
def test_a_code_gives_its_towns(code: str, towns: list[str]) -> None:
    assert [address.text for address in address_of(code)] == towns


def test_a_town_has_its_reading_its_note_and_whether_it_is_the_rest() -> None:
    (shibakoen,) = address_of("105-0011")
    assert shibakoen.kana == "トウキョウトミナトクシバコウエン"
    assert (shibakoen.note, shibakoen.rest, shibakoen.code) == ("", False, "105-0011")
    (odori,) = address_of("060-0042")
    assert (odori.town, odori.note) == ("大通西", "1〜19丁目")
    (ward,) = address_of("060-0000")
    assert (ward.town, ward.rest, ward.note) == ("", True, "")
    (sasaya,) = address_of("604-0983")
    assert sasaya.town_kana == "ササヤチョウ"
    assert sasaya.note.startswith("麩屋町通竹屋町下る、")
    torn = {address.town: address.note for address in address_of("029-5503")}
    assert torn == {"穴明": "22、23地割", "湯田": "19〜21地割", "清水ケ野": "18地割", "間木野": "24地割"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("東京都港区芝公園4-2-8", "105-0011 東京都港区芝公園"),
        ("港区芝公園", "105-0011 東京都港区芝公園"),
        ("〒105-0011 東京都港区芝公園4丁目", "105-0011 東京都港区芝公園"),
        ("千代田区霞ヶ関三丁目", "100-0013 東京都千代田区霞が関 次のビルを除く"),
        ("霞ヶ関", "100-0013 東京都千代田区霞が関 次のビルを除く"),
        ("みなとみらい2-2-1", "220-0012 神奈川県横浜市西区みなとみらい 次のビルを除く"),
        ("神奈川県寒川町岡田", "253-0105 神奈川県高座郡寒川町岡田"),  # without 郡
        ("岡山市北区大供一丁目1-1", "700-0913 岡山県岡山市北区大供"),
        ("四日市市諏訪栄町", "510-0086 三重県四日市市諏訪栄町"),
        ("市川市八幡1-1-1", "272-0021 千葉県市川市八幡"),
        ("大和郡山市北郡山町", "639-1160 奈良県大和郡山市北郡山町"),
        ("札幌市中央区大通西25丁目1", "064-0820 北海道札幌市中央区大通西 20〜28丁目"),
        ("札幌市中央区大通西二十五丁目", "064-0820 北海道札幌市中央区大通西 20〜28丁目"),
        ("札幌市中央区北1条西2丁目", "060-0001 北海道札幌市中央区北一条西 1〜19丁目"),
        ("京都市上京区烏丸通今出川上る岡松町", "602-0032 京都府京都市上京区岡松町"),
        ("西和賀町湯田20地割", "029-5503 岩手県和賀郡西和賀町湯田 19〜21地割"),
        ("さいたま市大宮区大字三橋", "330-0856 埼玉県さいたま市大宮区三橋"),
        ("東京都青ヶ島村無番地", "100-1701 東京都青ヶ島村"),
        ("横浜市西区", "220-0000 神奈川県横浜市西区"),
        ("盛岡市のどこにもない町1-2", "020-0000 岩手県盛岡市"),
        ("龍ヶ崎市", "301-0000 茨城県龍ケ崎市"),
        ("渋谷区恵比", "150-0013 東京都渋谷区恵比寿 次のビルを除く"),  # still being typed
    ],
)
def test_an_address_gives_its_code_first(text: str, first: str) -> None:
    assert spoken(codes_of(text))[:1] == [first]


def test_the_street_decides_between_two_towns_of_one_name_in_kyoto() -> None:
    found = codes_of("京都市中京区麩屋町通竹屋町下ル笹屋町475")
    assert [address.code for address in found] == ["604-0983", "604-8187"]
    found = codes_of("京都市中京区御池通東洞院東入笹屋町")
    assert [address.code for address in found] == ["604-8187", "604-0983"]


def test_a_town_with_several_codes_gives_all_of_them() -> None:
    assert [address.code for address in codes_of("愛知県豊明市三崎町1")] == [
        "470-1124",
        "470-1125",
        "470-1126",
        "470-1127",
    ]
    assert codes_of("豊明市三崎町ゆたか台1-1")[0].code == "470-1127"


def test_a_town_of_two_wards_gives_both_when_the_ward_is_left_out() -> None:
    assert [address.city for address in codes_of("さいたま市三橋")] == ["さいたま市大宮区", "さいたま市西区"]
    assert len(codes_of("横浜市")) == 18


@pytest.mark.parametrize("text", ["", "東", "東京都", "ぬぬぬ", "1-2-3", "\t\n", "〒", "=東京都"])
def test_what_names_no_town_gives_nothing(text: str) -> None:
    assert codes_of(text) == ()


def test_every_line_of_the_table_is_found_by_its_code_and_by_its_name() -> None:
    cities = postal._cities()
    assert len(cities) == 1892
    lines = [line for city in cities for line in city.lines.splitlines()]
    assert len(lines) > 124_000
    assert all(len(line.split("\t")) == 4 for line in lines)
    for line in lines[::997]:
        code, town, *_ = line.split("\t")
        (address, *_) = [found for found in address_of(code) if found.town == town]
        assert address in codes_of(address.text, limit=200)


def test_the_table_is_not_read_before_the_first_question() -> None:
    code = "from caseapp.words import postal; print(postal._cities.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"

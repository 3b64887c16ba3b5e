from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from support.outputs_samples import DIFFERENCE, GP, HOSTILE, RINGS, SITES, TRAVEL, VERDICT

from zorgkaart.outputs.styles.qgis_styles import (
    Classes,
    Incomplete,
    NameLabels,
    SiteKind,
    area_style,
    class_raster_style,
    nested_style,
    outline_style,
    raster_style,
    site_style,
)


def rules(qml: str) -> list[ET.Element]:
    return ET.fromstring(qml).findall(".//rule")


def test_classes_become_rules_with_the_bound_in_the_lower_class():
    style = area_style("SEH", TRAVEL)
    filters = [rule.get("filter") for rule in rules(style.qml) if rule.get("symbol")]
    assert filters[0] == '"seh_min" <= 10'
    assert filters[1] == '"seh_min" > 10 AND "seh_min" <= 15'
    assert filters[-2] == '"seh_min" > 45'
    assert filters[-1] == "ELSE"


def test_colours_and_legend_are_those_of_the_classes():
    root = ET.fromstring(area_style("SEH", TRAVEL).qml)
    fills = [option.get("value") for option in root.findall(".//layer[@class='SimpleFill']//Option[@name='color']")]
    assert fills[0] == "255,255,204,255"
    assert len(fills) == len(TRAVEL.colours) + 1
    labels = [rule.get("label") for rule in rules(area_style("SEH", TRAVEL).qml)]
    assert labels == [TRAVEL.title, *TRAVEL.labels, "onbekend"]


def test_the_verdict_lies_over_the_colours():
    root = ET.fromstring(area_style("SEH", TRAVEL, verdict=VERDICT).qml)
    assert root.find("renderer-v2").get("symbollevels") == "1"
    filters = [rule.get("filter") for rule in root.findall(".//rule[@label='Norm: binnen 45 minuten op de SEH']/rule")]
    assert filters == ["\"seh_oordeel\" = 'buiten'", "\"seh_oordeel\" = 'deels buiten'"]
    passes = {layer.get("class"): layer.get("pass") for layer in root.findall(".//symbols/symbol/layer")}
    assert passes == {"SimpleFill": "0", "LinePatternFill": "1", "SimpleLine": "2"}


def test_areas_whose_list_may_lack_a_site_get_a_hatch_of_their_own():
    root = ET.fromstring(area_style("HAP", TRAVEL, incomplete=Incomplete("hap_onvolledig", "lijst niet volledig")).qml)
    (rule,) = root.findall(".//rule[@label='lijst niet volledig']")
    assert rule.get("filter") == '"hap_onvolledig"'
    layers = root.findall(f".//symbols/symbol[@name='{rule.get('symbol')}']/layer")
    assert [layer.get("class") for layer in layers] == ["LinePatternFill"]


def test_sites_have_a_marker_per_kind_and_are_hollow_when_not_open():
    root = ET.fromstring(site_style("Alle soorten", SITES).qml)
    assert [rule.get("filter") for rule in root.findall(".//rule")][:3] == [
        "\"soort\" = 'seh'",
        "\"soort\" = 'huisarts'",
        "\"soort\" = 'apotheek'",
    ]
    expression = root.find(".//Option[@name='fillColor']/Option[@name='expression']").get("value")
    assert 'not coalesce("telt", false)' in expression


def test_markers_lie_in_their_order_whatever_the_legend_says():
    kinds = [SiteKind("a", "A", "#111111"), SiteKind("b", "B", "#222222", order=9), SiteKind("c", "C", "#333333")]
    layers = ET.fromstring(site_style("x", kinds, others=False).qml).findall(".//symbols/symbol/layer")
    assert [layer.get("pass") for layer in layers][:3] == ["2", "3", "1"]


def test_a_letter_takes_the_colour_of_the_kind_when_the_marker_is_hollow():
    root = ET.fromstring(site_style("x", [SiteKind("a", "A", "#010203", letter="V", ink="#040506")]).qml)
    letter = root.find(".//layer[@class='FontMarker']")
    assert letter.find(".//Option[@name='chr']").get("value") == "V"
    expression = letter.find(".//Option[@name='fillColor']/Option[@name='expression']").get("value")
    assert expression.endswith("'1,2,3,255', '4,5,6,255')")


def test_one_kind_only():
    found = rules(site_style("SEH", SITES[:1], others=False).qml)
    assert [rule.get("filter") for rule in found] == ["\"soort\" = 'seh'", "FALSE"]


def test_names_are_shown_from_a_scale_on():
    root = ET.fromstring(area_style("SEH", GP, names=NameLabels("buurtnaam", 60_000)).qml)
    assert root.get("labelsEnabled") == "1"
    assert root.find(".//text-style").get("fieldName") == "buurtnaam"
    assert root.find(".//rendering").get("scaleMax") == "60000"
    assert ET.fromstring(area_style("SEH", GP).qml).find("labeling") is None


def test_hostile_text_stays_text():
    hostile = HOSTILE + "\\' OR 1=1 \x00\x0b <qgis/>"
    classes = Classes('kolom"x', hostile, (1.0,), ("#000000", "#ffffff"), (hostile, "b"))
    root = ET.fromstring(area_style(hostile, classes).qml)
    assert root.find(".//rule/rule").get("filter") == '"kolom""x" <= 1'
    label = root.find(".//rule").get("label")
    assert label.startswith(HOSTILE)
    assert "\x00" not in label
    assert len(root.findall(".//qgis")) == 0
    kind = ET.fromstring(site_style("x", [SiteKind("a'\\ OR TRUE", "b", "#112233")]).qml).find(".//rule").get("filter")
    assert kind == "\"soort\" = 'a''\\\\ OR TRUE'"


@pytest.mark.parametrize(
    ("upper", "colours", "message"),
    [((), (), "ascend"), ((2.0, 1.0), ("#000000",) * 3, "ascend"), ((1.0,), ("#000000",) * 3, "as many")],
)
def test_classes_that_make_no_sense_are_refused(upper: tuple, colours: tuple, message: str):
    with pytest.raises(ValueError, match=message):
        Classes("x", "X", upper, colours, ("tekst",) * len(colours))


@pytest.mark.parametrize("colour", ["red", "#12345", "#gggggg", '"/><x'])
def test_only_hexadecimal_colours(colour: str):
    with pytest.raises(ValueError, match="#rrggbb"):
        outline_style("x", colour=colour)


def test_bounded_classes_have_no_open_end():
    classes = Classes("x", "X", (1.0, 2.0), ("#000000", "#ffffff"), ("a", "b"))
    assert classes.ranges == ((None, 1.0), (1.0, 2.0))
    assert DIFFERENCE.ranges[-1] == (20.0, None)


def test_the_smallest_of_nested_areas_is_drawn_last():
    root = ET.fromstring(nested_style("x", RINGS).qml)
    rules = root.findall(".//rule/rule")
    assert [rule.get("filter") for rule in rules] == [
        f'"soort" = \'seh\' AND "maat" = \'auto\' AND "minuten" = {minutes}' for minutes in (15, 30, 45)
    ]
    passes = {
        symbol.get("name"): int(symbol.find("layer").get("pass"))
        for symbol in root.findall("renderer-v2/symbols/symbol")
    }
    assert [passes[rule.get("symbol")] for rule in rules] == [2, 1, 0]
    assert root.find("layerOpacity").text == "0.7"
    assert "Rendering" in root.get("styleCategories")


def test_raster_styles_hold_the_classes():
    items = ET.fromstring(raster_style(TRAVEL)).findall(".//item")
    assert [item.get("value") for item in items] == ["10", "15", "20", "30", "45", "inf"]
    entries = ET.fromstring(class_raster_style(TRAVEL)).findall(".//paletteEntry")
    assert entries[0].attrib == {"value": "1", "label": "tot 10 minuten", "color": "#ffffcc", "alpha": "255"}

"""What a norm says, in Dutch, by what it measures: no text about a school speaks of a patient and a hospital."""

from __future__ import annotations

from zorgkaart.access.measures import ArrivalNorm, ChainNorm, Norm, TripNorm
from zorgkaart.words.no_road import no_road_note
from zorgkaart.words.numbers import percent, short

# What planners call a site at which ambulances stand.
STATION = "ambulancepost"


def whole(norm: Norm) -> str:
    """What takes as long as the norm measures, in a sentence: "de hele keten", "de reis met de auto".

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if isinstance(norm, ChainNorm):
        return "de hele keten"
    if isinstance(norm, ArrivalNorm):
        return "de aankomst van de ambulance"
    return f"de {norm.words.replace('reistijd', TripNorm.variant, 1)}"


def heading(norm: Norm) -> str:
    """The heading of a narrow column with the minutes that the norm is about.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    return "hele keten (min)" if isinstance(norm, ChainNorm) else "minuten"


def ends(norm: Norm) -> str:
    """The sites that must be reached, in a sentence: "een ambulancepost en een locatie die meetellen".

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if isinstance(norm, ChainNorm):
        return "een ambulancepost en een locatie die meetellen"
    return "een ambulancepost die meetelt" if isinstance(norm, ArrivalNorm) else "een locatie die meetelt"


def none_left(norm: Norm) -> str:
    """What is not there where nobody can be judged: "geen locatie of ambulancepost".

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if isinstance(norm, ChainNorm):
        return "geen locatie of ambulancepost"
    return "geen ambulancepost" if isinstance(norm, ArrivalNorm) else "geen locatie"


def site_word(norm: Norm) -> str:
    """What a site of its kind is called where a norm is told of: a hospital only where patients are brought.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if isinstance(norm, ChainNorm):
        return "ziekenhuis"
    return STATION if isinstance(norm, ArrivalNorm) else "locatie"


def parts_words(norm: Norm) -> str:
    """Of what the minutes are the sum, for an explanation beside a map.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if isinstance(norm, ChainNorm):
        return (
            f"Melding en uitruk ({short(norm.turnout_min)} min), rit naar de patiënt, ter plaatse "
            f"({short(norm.on_scene_min)} min) en rit naar het ziekenhuis samen; dit is geen reistijd met de auto. "
        )
    if isinstance(norm, ArrivalNorm):
        return (
            f"Melding en uitruk ({short(norm.turnout_min)} min) en de rit van de dichtstbijzijnde ambulancepost naar "
            "de patiënt samen. "
        )
    return f"{norm.words[:1].upper()}{norm.words[1:]} naar de dichtstbijzijnde locatie. "


def sum_words(norm: Norm) -> str:
    """Of what the minutes are the sum, behind a colon; empty where it is one ride.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if isinstance(norm, ChainNorm):
        return (
            ": melding en uitruk, rit van de ambulance naar de patiënt, hulp ter plaatse en rit naar de "
            "dichtstbijzijnde locatie die meetelt"
        )
    return ": melding en uitruk en rit van de ambulance naar de patiënt" if isinstance(norm, ArrivalNorm) else ""


def rule(norm: Norm) -> str:
    """What the norm asks, of what its minutes are the sum and what counts: a few sentences.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    name, limit = norm.title or norm.caption, short(norm.limit_min)
    if isinstance(norm, ChainNorm):
        text = (
            f"{name}: de hele keten mag {limit} minuten duren. "
            f"Dat is melding en uitruk ({short(norm.turnout_min)} min), de rit van de dichtstbijzijnde ambulancepost "
            f"naar de patiënt, de tijd ter plaatse ({short(norm.on_scene_min)} min) en de rit naar de "
            "dichtstbijzijnde locatie. "
        )
    elif isinstance(norm, ArrivalNorm):
        text = (
            f"{name}: de ambulance mag er {limit} minuten over doen. Dat is melding en uitruk "
            f"({short(norm.turnout_min)} min) en de rit van de dichtstbijzijnde ambulancepost naar de patiënt. "
        )
    else:
        text = f"{name}: {whole(norm)} naar de dichtstbijzijnde locatie mag {limit} minuten duren. "
    return f"{text}{asked(norm)}{counting(norm)}"


def beyond(norm: Norm) -> str:
    """As in "buiten de norm van 45 minuten"; without the minutes where the norm's caption says them.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    limit = f"{short(norm.limit_min)} minuten"
    return "buiten de norm" if limit in norm.caption else f"buiten de norm van {limit}"


def asked(norm: Norm) -> str:
    """Which part of the people must be within the limit, a sentence; empty for a norm that asks nothing of a part.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if norm.asked_share is None:
        return ""
    return f"Van {OF_WHOM[norm.per]} moet {percent(norm.asked_share, 0)} daarbinnen wonen. "


# Of whom together the share is asked, and what such an area is called, one and more.
OF_WHOM = {
    "buurt": "de inwoners van elke buurt",
    "wijk": "de inwoners van elke wijk",
    "gemeente": "de inwoners van elke gemeente",
    "provincie": "de inwoners van elke provincie",
    "werkgebied": "de inwoners van elk werkgebied (met dezelfde dichtstbijzijnde locatie)",
    "geheel": "alle inwoners samen",
}
AREA_WORDS = {
    "buurt": ("buurt", "buurten"),
    "wijk": ("wijk", "wijken"),
    "gemeente": ("gemeente", "gemeenten"),
    "provincie": ("provincie", "provincies"),
    "werkgebied": ("werkgebied", "werkgebieden"),
    "geheel": ("gebied", "gebieden"),
}


def counting(norm: Norm) -> str:
    """Which sites count, a sentence; empty where all do.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    if isinstance(norm, TripNorm) and norm.at is not None:
        return f"Alleen locaties waarvan bekend is dat zij op {norm.at.moment} open zijn, tellen. "
    if not norm.only_24_7:
        return ""
    what = {ChainNorm.variant: "posten en locaties", ArrivalNorm.variant: "posten"}.get(norm.variant, "locaties")
    return f"Alleen {what} die dag en nacht open zijn, tellen. "


def no_road(norm: Norm) -> str:
    """What becomes of people whom no road joins to the sites.

    Parameters
    ----------
    norm : Norm
        Of any variant.
    """
    return no_road_note(ends(norm))

"""The words for levels, applicability and kinds of business, as stored and shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """How much a criterion, or one of its points, binds."""

    MUST = "must", _("Must")
    SHOULD = "should", _("Should")


class Importers(TextChoices):
    """How sure it is that a criterion applies to importers."""

    CONFIRMED = "confirmed", _("Confirmed by a source")
    PROBABLE = "probable", _("Probable")
    DOUBTFUL = "doubtful", _("Doubtful; members do not see it until it is checked")


class EntityType(TextChoices):
    """The kinds of business that the program knows; all share one numbering."""

    IMPORTER = "importer", _("U.S. importers")
    EXPORTER = "exporter", _("U.S. exporters")
    FOREIGN_MANUFACTURER = (
        "foreign_manufacturer",
        _("Foreign manufacturers (Canada and Mexico)"),
    )
    HIGHWAY_CARRIER = "highway_carrier", _("U.S. highway carriers")
    LONG_HAUL_CARRIER_MX = (
        "long_haul_carrier_mx",
        _("Mexican long-haul highway carriers"),
    )
    AIR_CARRIER = "air_carrier", _("Air carriers")
    RAIL_CARRIER = "rail_carrier", _("Rail carriers")
    SEA_CARRIER = "sea_carrier", _("Sea carriers")
    THIRD_PARTY_LOGISTICS = (
        "third_party_logistics",
        _("Third-party logistics providers"),
    )
    CONSOLIDATOR = "consolidator", _("Consolidators")
    CUSTOMS_BROKER = "customs_broker", _("Licensed U.S. customs brokers")
    MARINE_PORT_TERMINAL = (
        "marine_port_terminal",
        _("U.S. marine port authorities and terminal operators"),
    )


EVERYBODY = "all"  # how a published list writes every kind of business

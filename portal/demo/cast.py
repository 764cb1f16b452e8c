"""Who appears in the demonstration: invented people, companies and posts."""

from portal.demo.shapes import Assignment, Company, Member, Official, Person

ELECTRONICS = "CEE007"
APPAREL = "CEE004"

PACIFIC = "America/Los_Angeles"
MOUNTAIN = "America/Denver"
CENTRAL = "America/Chicago"
EASTERN = "America/New_York"
TORONTO = "America/Toronto"


def person(key: str, name: str, house: str, time_zone: str) -> Person:
    """Return a person whose address and subject follow from key and house."""
    return Person(
        key=key,
        name=name,
        email=f"{key}@{house}.example",
        time_zone=time_zone,
        subject=f"demo:{key}",
    )


PEOPLE = (
    # Northwind Traders, Minneapolis: eighty people, two of them for compliance.
    person("olga", "Olga Petrenko", "northwind", CENTRAL),
    person("carl", "Carl Jensen", "northwind", CENTRAL),
    person("priya", "Priya Raman", "northwind", CENTRAL),
    person("lena", "Lena Fischer", "northwind", CENTRAL),
    # Contoso Outfitters, Denver: outdoor clothing, with counsel in the house.
    person("zoe", "Zoe Marchetti", "contoso", MOUNTAIN),
    person("tom", "Tom Adeyemi", "contoso", MOUNTAIN),
    person("yuki", "Yuki Tanabe", "contoso", MOUNTAIN),
    # Saltmarsh Looms, on the Georgia coast: an owner and an assistant.
    person("marguerite", "Marguerite Okafor", "saltmarsh", EASTERN),
    person("ben", "Ben Tran", "saltmarsh", EASTERN),
    # Quillwater Instruments, Waterloo, Ontario: a non-resident importer.
    person("etienne", "Étienne Lavoie", "quillwater", TORONTO),
    person("harriet", "Harriet Singh", "quillwater", TORONTO),
    # Agents: Adams & Brook Customs Brokers, and Amari Trade Counsel.
    person("ada", "Ada Brook", "brokers", PACIFIC),
    person("judith", "Judith Amari", "counsel", EASTERN),
    # The Center for electronics.
    person("nora", "Nora Blake", "cbp", CENTRAL),
    person("ivan", "Ivan Reyes", "cbp", PACIFIC),
    person("dmitri", "Dmitri Solano", "cbp", PACIFIC),
    person("grace", "Grace Whitfield", "cbp", PACIFIC),
    # The Center for apparel, footwear and textiles.
    person("marcus", "Marcus Bell", "cbp", PACIFIC),
    person("hannah", "Hannah Osei", "cbp", PACIFIC),
    person("theo", "Theo Lindgren", "cbp", EASTERN),
    person("ruth", "Ruth Castellano", "cbp", PACIFIC),
    # Field offices and headquarters.
    person("sam", "Sam Ortiz", "cbp", PACIFIC),
    person("ines", "Ines Duarte", "cbp", EASTERN),
    person("petra", "Petra Novak", "cbp", EASTERN),
    person("iris", "Iris Vance", "cbp", EASTERN),
)

# Importer numbers start with a prefix that the tax authority does not give out.
COMPANIES = (
    Company(
        key="northwind",
        legal_name="Northwind Traders, Inc.",
        center=ELECTRONICS,
        importer_numbers=("89-120473400", "89-120473401"),
        accepted_days_ago=1830,
        letter_days_ago=324,
        status="active",
        profile="Home audio, smart-home devices and lighting for retail chains.",
    ),
    Company(
        key="contoso",
        legal_name="Contoso Outfitters, Inc.",
        center=APPAREL,
        importer_numbers=("89-445190200",),
        accepted_days_ago=1510,
        letter_days_ago=141,
        status="active",
        profile="Outdoor clothing, packs and shoes under its own brand.",
    ),
    Company(
        key="saltmarsh",
        legal_name="Saltmarsh Looms LLC",
        center=APPAREL,
        importer_numbers=("89-731808800",),
        accepted_days_ago=203,
        letter_days_ago=None,
        status="active",
        profile="Handwoven rugs, throws and cushions from small workshops.",
    ),
    Company(
        key="quillwater",
        legal_name="Quillwater Instruments Ltd.",
        center=ELECTRONICS,
        importer_numbers=("190901-00417",),
        accepted_days_ago=2950,
        letter_days_ago=252,
        status="pilot",
        profile="Flow sensors and control boxes from Ontario; files its own entries.",
    ),
)

MEMBERS = (
    Member("olga", "northwind", "OFFICER"),
    Member("carl", "northwind", "CONTACT"),
    Member("priya", "northwind", "CONTACT"),
    Member("lena", "northwind", "VIEWER"),
    Member("ada", "northwind", "AGENT", kinds=("entries", "notices")),
    Member("zoe", "contoso", "OFFICER"),
    Member("tom", "contoso", "CONTACT"),
    Member("yuki", "contoso", "VIEWER"),
    Member("ada", "contoso", "AGENT"),
    Member("marguerite", "saltmarsh", "OFFICER"),
    Member("ben", "saltmarsh", "CONTACT"),
    Member("etienne", "quillwater", "OFFICER"),
    Member("harriet", "quillwater", "CONTACT"),
    Member("judith", "quillwater", "AGENT", kinds=("goods",)),
)

OFFICIALS = (
    Official("nora", "NAM", center=ELECTRONICS),
    Official("ivan", "IMPORT_SPECIALIST", center=ELECTRONICS),
    Official("dmitri", "IMPORT_SPECIALIST", center=ELECTRONICS),
    Official("grace", "SUPERVISOR", center=ELECTRONICS),
    Official("marcus", "NAM", center=APPAREL),
    Official("hannah", "IMPORT_SPECIALIST", center=APPAREL),
    Official("theo", "IMPORT_SPECIALIST", center=APPAREL),
    Official("ruth", "SUPERVISOR", center=APPAREL),
    Official("sam", "SCSS", office="Los Angeles field office"),
    Official("ines", "SCSS", office="Newark field office"),
    Official("petra", "ADMIN", office="Headquarters"),
    Official("iris", "AUDITOR", office="Headquarters"),
)

ASSIGNMENTS = (
    Assignment("northwind", "nora", "NAM", since_days_ago=910),
    Assignment("northwind", "ivan", "IMPORT_SPECIALIST", since_days_ago=425),
    Assignment("northwind", "sam", "SCSS", since_days_ago=760),
    Assignment("contoso", "marcus", "NAM", since_days_ago=820),
    Assignment("contoso", "hannah", "IMPORT_SPECIALIST", since_days_ago=644),
    Assignment("contoso", "ines", "SCSS", since_days_ago=702),
    Assignment("saltmarsh", "marcus", "NAM", since_days_ago=203),
    Assignment("saltmarsh", "theo", "IMPORT_SPECIALIST", since_days_ago=201),
    Assignment("saltmarsh", "ines", "SCSS", since_days_ago=201),
    Assignment("quillwater", "nora", "NAM", since_days_ago=610),
    Assignment("quillwater", "dmitri", "IMPORT_SPECIALIST", since_days_ago=512),
    Assignment("quillwater", "sam", "SCSS", since_days_ago=760),
)

"""What the synthetic municipalities write, in their own language form, each text marked as synthetic."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from webapp.core.survey import PracticeItem, TextItem
from webapp.core.text import Language, Text
from webapp.rehearsal.places import Place

MARK = Text("[Syntetisk eksempel]", "[Syntetisk døme]")

PRACTICES: Mapping[str, tuple[Mapping[str, Text], ...]] = {
    "aldersvennlig": (
        {
            "navn": Text("Benker og belysning der folk går", "Benker og lys der folk går"),
            "beskrivelse": Text(
                "Eldrerådet gikk turene fra omsorgsboligene til butikk og legesenter sammen med teknisk etat og merket av "
                "hvor det manglet hvileplasser, lys og trygge krysninger.",
                "Eldrerådet gjekk turane frå omsorgsbustadene til butikk og legesenter saman med teknisk etat og merkte av "
                "kvar det mangla kvileplassar, lys og trygge kryssingar.",
            ),
            "resultat": Text(
                "Ruten fikk 14 nye benker. Flere brukere av hjemmetjenesten svarer at de går ut hver dag.",
                "Ruta fekk 14 nye benker. Fleire brukarar av heimetenesta svarer at dei går ut kvar dag.",
            ),
            "rad": Text(
                "Gå turen sammen før dere tegner. Ta med drift fra starten av.",
                "Gå turen saman før de teiknar. Ta med drift frå starten av.",
            ),
        },
        {
            "navn": Text("Samtale om bolig ved 75 år", "Samtale om bustad ved 75 år"),
            "beskrivelse": Text(
                "Alle som fyller 75 år, får tilbud om en samtale om bolig, nettverk og transport før behovet for hjelp kommer.",
                "Alle som fyller 75 år, får tilbod om ein samtale om bustad, nettverk og transport før behovet for hjelp kjem.",
            ),
            "resultat": Text(
                "To av tre takker ja, og flere har tilpasset boligen eller flyttet mens de er friske.",
                "To av tre takkar ja, og fleire har tilpassa bustaden eller flytta medan dei er friske.",
            ),
            "rad": Text(
                "La innbyggerne velge sted for samtalen, og følg opp etter ett år.",
                "La innbyggjarane velje staden for samtalen, og følg opp etter eitt år.",
            ),
        },
    ),
    "frivillighet": (
        {
            "navn": Text("Én dør inn for frivillige", "Éi dør inn for frivillige"),
            "beskrivelse": Text(
                "Frivilligsentralen og hjemmetjenesten har felles kontaktpunkt. Oppdrag beskrives på en halv side og legges ut "
                "hver mandag.",
                "Frivilligsentralen og heimetenesta har felles kontaktpunkt. Oppdrag blir skildra på ei halv side og lagde ut "
                "kvar måndag.",
            ),
            "resultat": Text(
                "Antall faste besøksvenner økte fra 18 til 41 på to år.",
                "Talet på faste besøksvener auka frå 18 til 41 på to år.",
            ),
            "rad": Text(
                "Gi raskt svar. De som venter mer enn en uke, kommer sjelden tilbake.",
                "Gi raskt svar. Dei som ventar meir enn ei veke, kjem sjeldan tilbake.",
            ),
        },
    ),
    "heltidskultur": (
        {
            "navn": Text("Ressursenhet på tvers av tjenester", "Ressurseining på tvers av tenester"),
            "beskrivelse": Text(
                "Ansatte i ressursenheten har hel stilling og dekker planlagt fravær i tre enheter. Turnusen legges for hele "
                "året.",
                "Tilsette i ressurseininga har heil stilling og dekkjer planlagt fråvær i tre einingar. Turnusen blir lagd for "
                "heile året.",
            ),
            "resultat": Text(
                "Andelen heltid økte med seks prosentpoeng, og brukerne møter færre ulike ansatte i uken.",
                "Delen heiltid auka med seks prosentpoeng, og brukarane møter færre ulike tilsette i veka.",
            ),
            "rad": Text(
                "Start med frivillige og mål kontinuitet før og etter.",
                "Start med frivillige og mål kontinuitet før og etter.",
            ),
        },
    ),
    "bemanning": (
        {
            "navn": Text("Oppgavedeling på sykehjemmet", "Oppgåvedeling på sjukeheimen"),
            "beskrivelse": Text(
                "Alle oppgaver i en uke ble kartlagt. Måltider, tøy og bestilling ble samlet hos verter uten helseutdanning.",
                "Alle oppgåver i ei veke blei kartlagde. Måltid, klede og bestilling blei samla hos vertar utan helseutdanning.",
            ),
            "resultat": Text(
                "Sykepleierne bruker om lag fem timer mer i uken på faglig arbeid, og vikarbruken gikk ned.",
                "Sjukepleiarane bruker om lag fem timar meir i veka på fagleg arbeid, og vikarbruken gjekk ned.",
            ),
            "rad": Text(
                "La de ansatte kartlegge selv, og bli enige med de tillitsvalgte før dere begynner.",
                "La dei tilsette kartleggje sjølve, og bli samde med dei tillitsvalde før de byrjar.",
            ),
        },
    ),
}

CONTACT = Text("Fagsjef, postmottak@example.no", "Fagsjef, postmottak@example.no")

FREE_TEXTS: Mapping[str, tuple[Text, ...]] = {
    "neste_steg": (
        Text(
            "Vi vil ta planen inn i arealdelen av kommuneplanen, så hensynet følger med i byggesakene.",
            "Vi vil ta planen inn i arealdelen av kommuneplanen, så omsynet følgjer med i byggjesakene.",
        ),
        Text(
            "Neste steg er å samle transporttilbudene på ett sted, sammen med fylkeskommunen.",
            "Neste steg er å samle transporttilboda på éin stad, saman med fylkeskommunen.",
        ),
    ),
    "behov_for_stotte": (
        Text(
            "Vi ønsker maler for samarbeidsavtaler med frivillige organisasjoner.",
            "Vi ønskjer malar for samarbeidsavtalar med frivillige organisasjonar.",
        ),
        Text(
            "Et nettverk med nabokommunene ville hjelpe mer enn nye rutiner.",
            "Eit nettverk med nabokommunane ville hjelpe meir enn nye rutinar.",
        ),
    ),
    "storste_hindring": (
        Text(
            "Helgebemanningen. Vi får ikke til hele stillinger uten at flere jobber mer helg.",
            "Helgebemanninga. Vi får ikkje til heile stillingar utan at fleire jobbar meir helg.",
        ),
        Text(
            "Små enheter langt fra hverandre gjør det vanskelig å arbeide på tvers.",
            "Små einingar langt frå kvarandre gjer det vanskeleg å arbeide på tvers.",
        ),
    ),
}
_ANY_TEXT = (
    Text("Vi trenger mer tid før vi kan si noe sikkert.", "Vi treng meir tid før vi kan seie noko sikkert."),
)

REASONS = (
    Text(
        "Tjenesten drives sammen med nabokommunen, og vi har ikke egne tall.",
        "Tenesta blir driven saman med nabokommunen, og vi har ikkje eigne tal.",
    ),
    Text(
        "Kommunen har ikke slike stillinger i egen drift.",
        "Kommunen har ikkje slike stillingar i eiga drift.",
    ),
)

RETURNED = Text("Ta med vedtaket fra i høst før vi leverer.", "Ta med vedtaket frå i haust før vi leverer.")

EVIDENCE = (
    Text("Kommunestyresak {case}", "Kommunestyresak {case}"),
    Text("Handlingsplan vedtatt i sak {case}", "Handlingsplan vedteken i sak {case}"),
    Text("Årsrapport for tjenesten, sak {case}", "Årsrapport for tenesta, sak {case}"),
)


def language(place: Place) -> Language:
    """Give the language that the municipality writes in; a neutral one writes bokmål here."""
    return "nn" if place.writes_nynorsk else "nb"


def marked(text: str, written: Language) -> str:
    """Put the mark of a synthetic text before it."""
    return f"{MARK.of(written)} {text}"


def practice(survey: str, item: PracticeItem, place: Place, passing: Random) -> dict[str, str]:
    """Give a practice example in the fields that ``item`` has."""
    written = language(place)
    known = PRACTICES.get(survey) or next(iter(PRACTICES.values()))
    example = passing.choice(known)
    fields = {"kontakt": CONTACT, **example}
    return {
        f.key: marked(fields[f.key].of(written), written)
        if f.key == "beskrivelse"
        else fields[f.key].of(written)
        for f in item.fields
        if f.key in fields
    }


def free_text(item: TextItem, place: Place, passing: Random) -> str:
    """Give a free text."""
    written = language(place)
    return marked(passing.choice(FREE_TEXTS.get(item.key, _ANY_TEXT)).of(written), written)


def reason(place: Place, habit: float) -> str:
    """Give a reason why an item does not apply."""
    written = language(place)
    return marked(REASONS[int(habit * 1000) % len(REASONS)].of(written), written)


def evidence(place: Place, passing: Random) -> str:
    """Give what an answer can be checked against."""
    written = language(place)
    case = f"{passing.randint(20, 25)}/{passing.randint(11, 420):03d}"
    return marked(passing.choice(EVIDENCE).of(written).format(case=case), written)


def return_reason(place: Place) -> str:
    """Give why an approver sent a response back."""
    written = language(place)
    return marked(RETURNED.of(written), written)

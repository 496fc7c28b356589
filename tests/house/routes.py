"""Every route: the guard that stands there, and what each kind of person gets. A new route fails until it is here.

Whoever adds a line answers two questions: which guard, and who gets through it. The addresses are filled in with things
that exist (tests/house/walked.py): Eigersund's, unless the person is from elsewhere; "elsewhere" is another
municipality's coordinator. Posts carry a right token and nothing else, so a form answers 422 to those it is open to.
"""

# ruff: noqa: E501  a route is a line, so that the columns can be read down

from dataclasses import dataclass

WHO = (
    "anonymous",
    "reader",
    "contributor",
    "coordinator",
    "approver",
    "elsewhere",
    "adviser",
    "author",
    "administrator",
)
OPEN = frozenset({"200", "302", "303", "409", "422"})
"""The answers of one who is let in; 302 is Flask-Security's to a GET. "login" is the way to the sign-in page."""

L = "/<any(nb, nn):language>"
M = "/kommune/<string(length=4):municipality>"
S = f"{M}/<round_key>/<survey_key>"


@dataclass(frozen=True)
class Route:
    """One method of one address. ``said`` has a code for each of WHO, in that order."""

    method: str
    endpoint: str
    rule: str
    guard: str
    said: str

    @property
    def name(self) -> str:
        """What a test calls it."""
        return f"{self.method} {self.endpoint}"

    @property
    def codes(self) -> tuple[str, ...]:
        """What each of WHO gets."""
        return tuple(self.said.split())


# fmt: off
ROUTES: tuple[Route, ...] = (
    Route("GET",  "accounts.front",                   L + "/",                                                                                            "public",                                                "200   303   303   303   303   303   303   303   303"),
    Route("GET",  "accounts.people",                  L + "/kommune/<string(length=4):municipality>/personer",                                            "municipal: coordinator",                                "login 404   404   200   404   404   404   404   404"),
    Route("POST", "accounts.people",                  L + "/kommune/<string(length=4):municipality>/personer",                                            "municipal: coordinator",                                "login 404   404   422   404   404   404   404   404"),
    Route("GET",  "accounts.people_member",           L + "/kommune/<string(length=4):municipality>/personer/<int:person>",                               "municipal: coordinator",                                "login 404   404   200   404   404   404   404   404"),
    Route("POST", "accounts.people_member",           L + "/kommune/<string(length=4):municipality>/personer/<int:person>",                               "municipal: coordinator",                                "login 404   404   422   404   404   404   404   404"),
    Route("POST", "accounts.people_send_again",       L + "/kommune/<string(length=4):municipality>/personer/invitasjoner/<int:invitation>/send-pa-nytt", "municipal: coordinator",                                "login 404   404   303   404   404   404   404   404"),
    Route("POST", "accounts.people_withdraw",         L + "/kommune/<string(length=4):municipality>/personer/invitasjoner/<int:invitation>/trekk",        "municipal: coordinator",                                "login 404   404   303   404   404   404   404   404"),
    Route("GET",  "accounts.accept",                  L + "/invitasjon/<token>",                                                                          "public",                                                "200   200   200   200   200   200   200   200   200"),
    Route("POST", "accounts.accept",                  L + "/invitasjon/<token>",                                                                          "public",                                                "422   200   200   200   200   200   200   200   200"),
    Route("GET",  "accounts.municipalities",          L + "/ks/kommuner",                                                                                 "ks: administrator",                                     "login 403   403   403   403   403   403   403   200"),
    Route("GET",  "accounts.municipality",            L + "/ks/kommuner/<string(length=4):municipality>",                                                 "ks: administrator",                                     "login 403   403   403   403   403   403   403   200"),
    Route("POST", "accounts.municipality",            L + "/ks/kommuner/<string(length=4):municipality>",                                                 "ks: administrator",                                     "login 403   403   403   403   403   403   403   422"),
    Route("POST", "accounts.municipality_send_again", L + "/ks/kommuner/<string(length=4):municipality>/invitasjoner/<int:invitation>/send-pa-nytt",      "ks: administrator",                                     "login 403   403   403   403   403   403   403   303"),
    Route("POST", "accounts.municipality_withdraw",   L + "/ks/kommuner/<string(length=4):municipality>/invitasjoner/<int:invitation>/trekk",             "ks: administrator",                                     "login 403   403   403   403   403   403   403   303"),
    Route("GET",  "accounts.ks_people",               L + "/ks/personer",                                                                                 "ks: administrator",                                     "login 403   403   403   403   403   403   403   200"),
    Route("POST", "accounts.ks_people",               L + "/ks/personer",                                                                                 "ks: administrator",                                     "login 403   403   403   403   403   403   403   422"),
    Route("GET",  "accounts.ks_people_member",        L + "/ks/personer/<int:person>",                                                                    "ks: administrator",                                     "login 403   403   403   403   403   403   403   200"),
    Route("POST", "accounts.ks_people_member",        L + "/ks/personer/<int:person>",                                                                    "ks: administrator",                                     "login 403   403   403   403   403   403   403   303"),
    Route("POST", "accounts.ks_people_send_again",    L + "/ks/personer/invitasjoner/<int:invitation>/send-pa-nytt",                                      "ks: administrator",                                     "login 403   403   403   403   403   403   403   303"),
    Route("POST", "accounts.ks_people_withdraw",      L + "/ks/personer/invitasjoner/<int:invitation>/trekk",                                             "ks: administrator",                                     "login 403   403   403   403   403   403   403   303"),
    Route("GET",  "accounts.mine",                    L + "/mine-kommuner",                                                                               "signed in",                                             "login 200   200   200   200   200   200   200   200"),
    Route("GET",  "accounts.colleagues",              L + "/personer",                                                                                    "signed in",                                             "login 303   303   303   303   303   303   303   303"),
    Route("GET",  "accounts.profile",                 L + "/profil",                                                                                      "signed in",                                             "login 200   200   200   200   200   200   200   200"),
    Route("POST", "accounts.profile",                 L + "/profil",                                                                                      "signed in",                                             "login 422   422   422   422   422   422   422   422"),
    Route("GET",  "aggregates.index",                 L + "/resultater/",                                                                                 "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("GET",  "aggregates.release",               L + "/resultater/<int(max=2147483647):number>/",                                                    "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("GET",  "aggregates.clause",                L + "/resultater/<int(max=2147483647):number>/avtalepunkt/<clause_key>",                            "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("GET",  "aggregates.chart",                 L + "/resultater/<int(max=2147483647):number>/fil/<sha256>.svg",                                    "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("GET",  "aggregates.item",                  L + "/resultater/<int(max=2147483647):number>/sporsmal/<survey_key>/<item_key>",                    "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "aggregates.retry",                 L + "/resultater/jobb/<int(max=2147483647):job_id>/igjen",                                          "ks: adviser",                                           "login 403   403   403   403   403   303   403   403"),
    Route("GET",  "asset",                            "/assets/<digest>/<path:filename>",                                                                 "public",                                                "200   200   200   200   200   200   200   200   200"),
    Route("GET",  "filling.home",                     L + "/kommune/",                                                                                    "signed in",                                             "login 303   303   303   303   303   404   404   404"),
    Route("GET",  "filling.front",                    L + M + "/",                                                                                        "municipal: approver, contributor, coordinator, reader", "login 200   200   200   200   404   404   404   404"),
    Route("GET",  "filling.survey",                   L + S + "/",                                                                                        "municipal: coordinator, contributor, approver",         "login 404   200   200   200   404   404   404   404"),
    Route("GET",  "filling.section",                  L + S + "/del/<section_key>",                                                                       "municipal: coordinator, contributor, approver",         "login 404   200   200   200   404   404   404   404"),
    Route("POST", "filling.save_section",             L + S + "/del/<section_key>",                                                                       "municipal: coordinator, contributor",                   "login 404   303   303   404   404   404   404   404"),
    Route("POST", "filling.autosave",                 L + S + "/del/<section_key>/lagre",                                                                 "municipal: coordinator, contributor",                   "login 404   200   200   404   404   404   404   404"),
    Route("GET",  "filling.resume",                   L + S + "/fortsett",                                                                                "municipal: coordinator, contributor, approver",         "login 404   303   303   303   404   404   404   404"),
    Route("GET",  "filling.approval",                 L + S + "/godkjenning",                                                                             "municipal: approver",                                   "login 404   404   404   200   404   404   404   404"),
    Route("GET",  "filling.check",                    L + S + "/kontroll",                                                                                "municipal: coordinator, contributor, approver",         "login 404   200   200   200   404   404   404   404"),
    Route("GET",  "filling.receipt",                  L + S + "/kvittering",                                                                              "municipal: coordinator, contributor, approver, reader", "login 200   200   200   200   404   404   404   404"),
    Route("GET",  "filling.receipt_pdf",              L + S + "/kvittering.pdf",                                                                          "municipal: coordinator, contributor, approver, reader", "login 200   200   200   200   404   404   404   404"),
    Route("POST", "filling.deliver",                  L + S + "/lever",                                                                                   "municipal: approver",                                   "login 404   404   404   409   404   404   404   404"),
    Route("POST", "filling.send",                     L + S + "/send",                                                                                    "municipal: coordinator",                                "login 404   404   303   404   404   404   404   404"),
    Route("POST", "filling.send_back",                L + S + "/send-tilbake",                                                                            "municipal: approver",                                   "login 404   404   404   422   404   404   404   404"),
    Route("POST", "filling.withdraw",                 L + S + "/trekk",                                                                                   "municipal: coordinator",                                "login 404   404   303   404   404   404   404   404"),
    Route("GET",  "health.alive",                     "/healthz",                                                                                         "public",                                                "200   200   200   200   200   200   200   200   200"),
    Route("GET",  "health.ready",                     "/readyz",                                                                                          "public",                                                "200   200   200   200   200   200   200   200   200"),
    Route("GET",  "help.front",                       L + "/hjelp",                                                                                       "public",                                                "200   200   200   200   200   200   200   200   200"),
    Route("GET",  "help.guide",                       L + "/hjelp/<key>",                                                                                 "public",                                                "200   200   200   200   200   200   200   200   200"),
    Route("GET",  "letters.outbox",                   L + "/brev",                                                                                        "public",                                                "404   404   404   404   404   404   404   404   404"),
    Route("GET",  "letters.letter",                   L + "/brev/<int:letter>",                                                                           "public",                                                "404   404   404   404   404   404   404   404   404"),
    Route("GET",  "reports.index",                    L + "/rapporter/",                                                                                  "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "reports.make",                     L + "/rapporter/",                                                                                  "ks: adviser",                                           "login 403   403   403   403   403   422   403   403"),
    Route("GET",  "reports.show",                     L + "/rapporter/<int:report_id>",                                                                   "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("GET",  "reports.drawing",                  L + "/rapporter/<int:report_id>/figur/<string(length=64):digest>.svg",                              "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "reports.build",                    L + "/rapporter/<int:report_id>/pdf",                                                               "ks: adviser",                                           "login 403   403   403   403   403   303   403   403"),
    Route("GET",  "reports.download",                 L + "/rapporter/<int:report_id>/pdf/<any(nb, nn):form>",                                            "ks: adviser",                                           "login 403   403   403   403   403   404   403   403"),
    Route("GET",  "reports.edit",                     L + "/rapporter/<int:report_id>/tekst/<path:place>",                                                "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "reports.save",                     L + "/rapporter/<int:report_id>/tekst/<path:place>",                                                "ks: adviser",                                           "login 403   403   403   403   403   422   403   403"),
    Route("GET",  "rounds.index",                     L + "/runder/",                                                                                     "ks: adviser, administrator",                            "login 403   403   403   403   403   200   403   200"),
    Route("GET",  "rounds.show",                      L + "/runder/<key>",                                                                                "ks: adviser, administrator",                            "login 403   403   403   403   403   200   403   200"),
    Route("GET",  "rounds.confirm_open",              L + "/runder/<key>/apne",                                                                           "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "rounds.open_round",                L + "/runder/<key>/apne",                                                                           "ks: adviser",                                           "login 403   403   403   403   403   409   403   403"),
    Route("GET",  "rounds.board",                     L + "/runder/<key>/deltaking",                                                                      "ks: adviser, administrator",                            "login 403   403   403   403   403   200   403   200"),
    Route("GET",  "rounds.edit",                      L + "/runder/<key>/endre",                                                                          "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "rounds.change",                    L + "/runder/<key>/endre",                                                                          "ks: adviser",                                           "login 403   403   403   403   403   422   403   403"),
    Route("GET",  "rounds.deadline",                  L + "/runder/<key>/frist",                                                                          "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "rounds.change_deadline",           L + "/runder/<key>/frist",                                                                          "ks: adviser",                                           "login 403   403   403   403   403   422   403   403"),
    Route("GET",  "rounds.confirm_close",             L + "/runder/<key>/lukk",                                                                           "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "rounds.close_round",               L + "/runder/<key>/lukk",                                                                           "ks: adviser",                                           "login 403   403   403   403   403   303   403   403"),
    Route("POST", "rounds.make_release",              L + "/runder/<key>/utgivelse",                                                                      "ks: adviser",                                           "login 403   403   403   403   403   303   403   403"),
    Route("GET",  "rounds.new",                       L + "/runder/ny",                                                                                   "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("POST", "rounds.create",                    L + "/runder/ny",                                                                                   "ks: adviser",                                           "login 403   403   403   403   403   422   403   403"),
    Route("GET",  "search.find",                      L + "/sok",                                                                                         "ks: adviser",                                           "login 403   403   403   403   403   200   403   403"),
    Route("GET",  "security.forgot_password",         L + "/glemt-passord",                                                                               "public",                                                "200   200   200   200   200   200   200   200   200"),
    Route("POST", "security.forgot_password",         L + "/glemt-passord",                                                                               "public",                                                "303   303   303   303   303   303   303   303   303"),
    Route("GET",  "security.reset_password",          L + "/glemt-passord/<token>",                                                                       "public",                                                "302   302   302   302   302   302   302   302   302"),
    Route("POST", "security.reset_password",          L + "/glemt-passord/<token>",                                                                       "public",                                                "303   303   303   303   303   303   303   303   303"),
    Route("GET",  "security.change_password",         L + "/passord",                                                                                     "signed in",                                             "login 200   200   200   200   200   200   200   200"),
    Route("POST", "security.change_password",         L + "/passord",                                                                                     "signed in",                                             "login 422   422   422   422   422   422   422   422"),
    Route("GET",  "security.login",                   L + "/logg-inn",                                                                                    "public",                                                "200   302   302   302   302   302   302   302   302"),
    Route("POST", "security.login",                   L + "/logg-inn",                                                                                    "public",                                                "422   303   303   303   303   303   303   303   303"),
    Route("POST", "security.logout",                  L + "/logg-ut",                                                                                     "public",                                                "303   303   303   303   303   303   303   303   303"),
    Route("GET",  "start",                            "/",                                                                                                "public",                                                "303   303   303   303   303   303   303   303   303"),
    Route("GET",  "static",                           "/static/<path:filename>",                                                                          "public",                                                "200   200   200   200   200   200   200   200   200"),
)

"""Case C2, entered through the screens: the words a practitioner taps and the figures they type."""

from playwright.sync_api import Page

from tests.e2e.journey import Form, Note

DAY = "2026-09-08"
SITES = (("Left cheek", 0.8, 10), ("Right cheek", 0.8, 10), ("Left temple", 0.2, 3), ("Right temple", 0.2, 3))


def create_patient(page: Page) -> None:
    """From home to the first part of a new note about a new patient."""
    page.get_by_role("button", name="New note").click()
    page.get_by_role("dialog").get_by_text("New patient").click()
    page.get_by_role("heading", name="New patient").wait_for()
    form = Form(page)
    form.write("Given names", "Kofi")
    form.write("Family name", "Mensah")
    form.write("Record number", "C2-0001")
    form.write("Date of birth", "1992-08-02")
    form.choose("Sex at birth", "Male")
    form.choose("Skin type (Fitzpatrick)", "IV: olive")
    form.number("Weight", 78)
    page.get_by_role("button", name="Create and begin the note").click()
    page.get_by_role("navigation", name="Parts of the note").wait_for()


def enter_visit(note: Note) -> None:
    note.part("Visit")
    note.write("Date of the visit", DAY)
    note.number("Session number", 2)
    note.number("Sessions planned", 3)
    note.choose("Indication", "Acne scars")
    note.choose("Treatment", "Needling", "PRP")
    note.part("Check")
    note.page.get_by_role("button", name="All asked").click()
    note.part("Consent")
    note.choose("Procedure", "Yes")
    note.more()
    note.choose("PRP", "Yes")


def enter_cream(note: Note) -> None:
    note.part("Cream")
    note.choose("Numbing cream used", "Yes")
    note.choose("Product", "LMX 4 (lidocaine 4 %)")
    note.number("Amount", 35)
    note.number("Area", 200)
    note.choose("Covered with", "Nothing")
    note.choose("Skin intact", "Yes")
    note.choose("All cream removed", "Yes")
    note.clock("Cream on", "applied_at", f"{DAY}T13:10")
    note.clock("Cream off", "removed_at", f"{DAY}T13:55")


def enter_needling(note: Note) -> None:
    note.part("Device")
    note.choose("Type", "Pen")
    note.choose("Device", "SkinPen Precision")
    note.write("Cartridge LOT", "SPC2604-02")
    note.write("Cartridge unit code", "U-2210")
    note.part("Treated sites")
    note.number("Passes", 5)
    note.choose("Endpoint", "Pinpoint bleeding")
    note.paint("1.5", "Left cheek", "Right cheek", "Chin")
    note.paint("1", "Left temple", "Right temple")
    note.paint("0.5", "Nose")
    note.part("Needling")
    note.clock("Start", "started_at", f"{DAY}T14:05")
    note.clock("Stop", "ended_at", f"{DAY}T14:40")
    note.choose("Pain during needling", "6")


def enter_prp(note: Note) -> None:
    note.part("PRP")
    note.choose("PRP used", "Yes")
    note.number("Blood drawn", 20)
    note.choose("Anticoagulant", "ACD-A")
    note.number("PRP obtained", 3)
    note.choose("Route", "Into the skin")
    note.more()
    note.number("Anticoagulant volume", 2)
    note.choose("Tubes labelled with two identifiers", "Yes")
    note.write("Kit LOT", "PK-3320")
    note.number("Platelets in blood", 240)
    note.number("Platelets in PRP", 1150)
    note.number("Used on the skin", 1)
    note.row("Spins", 1, Speed=1340, Time=8, Rotor_radius=10)
    note.row("Spins", 2, Speed=2115, Time=12, Rotor_radius=10)
    for number, (zone, volume, points) in enumerate(SITES, 1):
        note.row("Injection sites", number, Volume=volume, Points=points)
        note.pick_in_row("Injection sites", number, "Site", zone)
    note.choose("Reaction", "None")  # asked before signing where vessels lead to the eye


def enter_observations(note: Note) -> None:
    note.part("After")
    note.choose("Redness", "2 Mild, definite")
    note.choose("Swelling", "2 Slight, defined edge")
    note.page.get_by_role("group", name="Time of the observation").get_by_role(
        "button", name="15 to 30 minutes"
    ).click()
    note.choose("Redness", "2 Mild, definite")
    note.choose("Pain now", "3")
    note.part("Aftercare")
    note.choose("Aftercare explained", "Yes")
    note.part("Remarks")
    note.write("Remarks", "PRP as glide. Calm skin at the end.")


def enter_all(page: Page) -> None:
    note = Note(page)
    enter_visit(note)
    enter_cream(note)
    enter_needling(note)
    enter_prp(note)
    enter_observations(note)


def sign(page: Page) -> None:
    page.get_by_role("button", name="Review and sign").click()
    page.get_by_role("heading", name="What you sign").wait_for()
    page.get_by_label("Why is this right for this patient?").fill("History on paper, gone through together today")
    page.get_by_role("button", name="Sign", exact=False).last.click()
    page.get_by_role("heading", name="What you sign").wait_for(state="detached")

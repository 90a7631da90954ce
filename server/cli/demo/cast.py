"""The made-up clinics, their people and their patients. Names are of many origins and scripts, as in any city."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    clinic: str
    name: str
    role: str
    treats: bool
    device: str

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


CLINICS = {"demo": "Demo clinic", "other": "Harbour Street Skin"}

PEOPLE = (
    Person("practitioner", "demo", "N. Vidal", "practitioner", True, "Tablet, room 2"),
    Person("colleague", "demo", "A. Okafor", "practitioner", True, "Tablet, room 1"),
    Person("supervisor", "demo", "Dr. H. Lindqvist", "supervisor", False, "Office computer"),
    Person("admin", "demo", "M. Castellanos", "admin", False, "Office computer"),
    Person("outsider", "other", "R. Fontaine", "supervisor", True, "Harbour tablet"),
    Person("harbour", "other", "T. Sørensen", "practitioner", True, "Harbour tablet"),
)

# given names, family name, sex at birth, date of birth, skin type
PATIENTS = (
    ("Zofia", "Wiśniewska", "female", "1994-05-21", "II"),
    ("Łukasz", "Brzęczyszczykiewicz", "male", "1990-11-02", "II"),
    ("ليلى", "الحسن", "female", "1996-09-17", "IV"),
    ("يوسف", "عبد الرحمن", "male", "1988-03-30", "IV"),
    ("小明", "王", "male", "1999-01-12", "III"),
    ("秀英", "李", "female", "1985-07-08", "III"),
    ("Thị Hồng", "Nguyễn", "female", "1997-12-04", "III"),
    ("Ayşe", "Yılmaz", "female", "1992-06-15", "III"),
    ("Chidinma", "Okonkwo", "female", "1993-10-27", "VI"),
    ("Siobhán", "Ní Bhriain", "female", "1989-02-19", "I"),
    ("Ólafur", "Jónsson", "male", "1991-08-11", "I"),
    ("Joaquín", "Peña Ibáñez", "male", "1998-04-06", "III"),
    ("Priya", "Raghunathan", "female", "1995-01-25", "V"),
    ("Arjun", "Mehta", "male", "1987-09-03", "V"),
    ("Αλεξάνδρα", "Παππά", "female", "1990-12-13", "III"),
    ("Олена", "Шевченко", "female", "1994-03-08", "II"),
    ("Ioana", "Țepordei", "female", "1986-11-22", "III"),
    ("Marie-Ève", "Lefèbvre", "female", "1982-05-30", "II"),
    ("João", "Gonçalves", "male", "1996-07-19", "IV"),
    ("Noa", "Ben-David", "female", "1999-10-01", "III"),
    ("Tāne", "Ngata", "male", "1993-02-14", "IV"),
    ("Jiřina", "Dvořáková", "female", "1979-06-27", "II"),
    ("Amara", "Diallo", "female", "1998-08-23", "VI"),
    ("Minh Anh", "Đặng", "female", "2000-03-16", "III"),
    ("Oisín", "O’Sullivan", "male", "1992-09-09", "I"),
    ("Fatima-Zahra", "El Idrissi", "female", "1991-04-18", "IV"),
    ("Søren", "Ågård", "male", "1984-12-24", "II"),
    ("Yuki", "Tanaka", "female", "1997-05-05", "III"),
)
OTHER_PATIENTS = (
    ("Clara", "Hofstätter", "female", "1993-07-07", "II"),
    ("Daniel", "Mbeki", "male", "1995-11-19", "VI"),
    ("Katarzyna", "Źródlewska", "female", "1990-02-28", "II"),
    ("Emre", "Çelik", "male", "1989-08-16", "III"),
    ("Lucía", "Núñez", "female", "1996-01-31", "IV"),
    ("Henrik", "Bjørnstad", "male", "1985-10-10", "I"),
    ("美玲", "陳", "female", "1998-06-02", "III"),
    ("سارة", "منصور", "female", "1994-04-26", "IV"),
)

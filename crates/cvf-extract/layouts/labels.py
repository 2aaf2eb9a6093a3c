"""Labels of levels, words around them, and phrases that no competency owns, by language.

A family is the printed labels in their order; where the printed label is longer than the level's
bare label, an entry is (printed, bare). `HELD` families are drawn only for held-back sets."""

FAMILIES = {
    "en": [
        ["Poor", "Fair", "Good", "Excellent"],
        ["Below expectations", "Meets expectations", "Exceeds expectations"],
        ["0–39 %", "40–59 %", "60–79 %", "80–100 %"],
        [("Level 1", "1"), ("Level 2", "2"), ("Level 3", "3")],
        [("Level 1 (Junior)", "1"), ("Level 2 (Core)", "2"), ("Level 3 (Lead)", "3")],
        ["IC1", "IC2", "IC3", "IC4"],
        ["Engineer I", "Engineer II", "Engineer III", "Engineer IV"],
        ["Junior", "Intermediate", "Senior", "Principal"],
        ["Emerging", "Developing", "Secure"],
        ["Deckhand / shore staff equivalent", "Mate / watch leader", "Master / head of department"],
        ["A1", "A2", "B1", "B2"],
        ["Bronze", "Silver", "Gold"],
        ["Team member", "Team leader", "Manager"],
        ["Does not yet meet the standard", "Meets the standard", "Goes beyond the standard"],
    ],
    "fr": [["Insuffisant", "Fragile", "Satisfaisant", "Très bonne maîtrise"], [("Niveau 1", "1"), ("Niveau 2", "2"), ("Niveau 3", "3")], ["Notions", "Application", "Maîtrise", "Expertise"]],
    "es": [["Bajo", "Medio", "Alto"], [("Nivel 1", "1"), ("Nivel 2", "2"), ("Nivel 3", "3")], ["En inicio", "En proceso", "Logrado"]],
    "de": [[("Stufe 1", "1"), ("Stufe 2", "2"), ("Stufe 3", "3")], ["Anfänger", "Fortgeschrittene", "Experten"], ["Grundlegend", "Erweitert", "Vertieft"]],
    "nl": [[("Niveau 1", "1"), ("Niveau 2", "2"), ("Niveau 3", "3")], ["Onvoldoende", "Voldoende", "Goed"]],
    "cy": [[("Lefel 1", "1"), ("Lefel 2", "2"), ("Lefel 3", "3")], ["Sylfaen", "Canolradd", "Uwch"]],
}
HELD_FAMILIES = {
    "en": [
        ["Unsatisfactory", "Satisfactory", "Strong", "Outstanding"],
        ["Partly achieves what is asked", "Achieves what is asked", "Achieves more than is asked"],
        ["1 point", "2 points", "3 points", "4 points"],
        [("Level 0", "0"), ("Level 1", "1"), ("Level 2", "2"), ("Level 3", "3")],
        [("Grade 5 – Associate", "5"), ("Grade 6 – Specialist", "6"), ("Grade 7 – Adviser", "7")],
        ["P1", "P2", "P3"],
        ["Designer I", "Designer II", "Designer III"],
        ["Trainee", "Qualified", "Advanced"],
        ["Seed", "Sapling", "Tree"],
        ["Porter / support staff equivalent", "Charge hand", "Superintendent / director"],
        ["B1", "B2", "C1", "C2"],
        ["Aware", "Working", "Practitioner", "Authority"],
        ["Self", "Team", "Organisation"],
        ["Rarely seen", "Often seen", "Always seen"],
    ],
    "fr": [["Non acquis", "En cours d'acquisition", "Acquis"], [("Palier 1", "1"), ("Palier 2", "2"), ("Palier 3", "3")], ["Débutant", "Confirmé", "Expert"]],
    "es": [["Insuficiente", "Suficiente", "Notable", "Sobresaliente"], [("Grado 1", "1"), ("Grado 2", "2"), ("Grado 3", "3")], ["Básico", "Intermedio", "Avanzado"]],
    "de": [["Niveau A", "Niveau B", "Niveau C"], ["Kann es mit Hilfe", "Kann es allein", "Kann es anderen zeigen"], ["Lehrling", "Geselle", "Meister"]],
    "nl": [["Starter", "Gevorderd", "Vakvolwassen"], [("Fase 1", "1"), ("Fase 2", "2"), ("Fase 3", "3")]],
    "cy": [[("Cam 1", "1"), ("Cam 2", "2"), ("Cam 3", "3")], ["Datblygu", "Cymwys", "Arbenigol"]],
}

CORNERS = {
    "en": ["", "Criteria", "Competency", "Dimension", "Skill", "Area", "Aspect"],
    "fr": ["", "Critères", "Compétence", "Domaine"], "es": ["", "Criterios", "Competencia", "Dimensión"],
    "de": ["", "Kriterium", "Kompetenz", "Bereich"], "nl": ["", "Criterium", "Competentie", "Onderdeel"],
    "cy": ["", "Meini prawf", "Cymhwysedd", "Maes"],
}
LEVEL_WORD = {"en": "Level", "fr": "Niveau", "es": "Nivel", "de": "Stufe", "nl": "Niveau", "cy": "Lefel"}
STATEMENT_WORD = {"en": ["Statement", "Descriptor", "Indicator", "What it looks like"], "fr": ["Indicateur", "Descripteur"], "es": ["Indicador", "Descriptor"],
                  "de": ["Beschreibung", "Indikator"], "nl": ["Beschrijving", "Indicator"], "cy": ["Disgrifydd", "Datganiad"]}
TITLES = {
    "en": ["{} framework for {}", "{} rubric: {}", "{} matrix, {}"], "fr": ["Référentiel {1}"], "es": ["Rúbrica de {1}"],
    "de": ["Kompetenzraster {1}"], "nl": ["Competentieprofiel {1}"], "cy": ["Fframwaith {1}"],
}
FIELDS = {
    "en": ["harbour staff", "the bakery school", "museum workers", "field researchers", "workshop leads", "parish volunteers", "rail crews", "studio assistants"],
    "fr": ["des métiers du port", "des agents de médiathèque", "des ateliers"], "es": ["taller", "el museo", "la escuela rural"],
    "de": ["Werkstatt", "Bibliothek", "Hafenbetrieb"], "nl": ["werkplaats", "bibliotheek", "havenbedrijf"], "cy": ["y gweithdy", "y llyfrgell", "yr harbwr"],
}
KINDS = ["Competency", "Skills", "Capability", "Progression", "Career"]
CLUSTERS = {
    "en": ["Craft and method", "People", "Planning ahead", "Standards", "Making and mending", "Working together", "Knowledge base", "Outside world"],
    "fr": ["Savoir-faire", "Relations", "Organisation", "Cadre de travail"], "es": ["Oficio", "Personas", "Organización", "Entorno"],
    "de": ["Handwerk", "Menschen", "Organisation", "Umfeld"], "nl": ["Vakmanschap", "Mensen", "Organisatie", "Omgeving"],
    "cy": ["Crefft", "Pobl", "Trefnu", "Yr amgylchedd"],
}
# What a statement says beside its verb and thing; nothing of it belongs to a topic.
ADJUNCTS = {
    "en": ["before the work begins", "in a clear and simple way", "and explains why", "when things change", "without being asked", "so that others can follow",
           "within the agreed time", "under pressure", "and keeps a note of it", "in new situations", "with few mistakes", "and learns from the result",
           "as the season requires", "for the whole team", "at the right moment", "after a thorough check"],
    "fr": ["avant de commencer", "de façon claire", "dans les délais", "en situation nouvelle", "sans erreur notable", "pour toute l'équipe", "en cas d'imprévu", "avec méthode"],
    "es": ["antes de empezar", "de forma clara", "dentro del plazo", "en situaciones nuevas", "sin errores graves", "para todo el grupo", "ante imprevistos", "con método"],
    "de": ["vor Beginn der Arbeit", "klar und einfach", "fristgerecht", "in neuen Situationen", "ohne grobe Fehler", "für das ganze Team", "bei Störungen", "nach einem Plan"],
    "nl": ["voor het begin van het werk", "helder en eenvoudig", "binnen de tijd", "in nieuwe situaties", "zonder grote fouten", "voor het hele team", "bij tegenslag", "volgens een plan"],
    "cy": ["cyn dechrau", "yn glir", "o fewn yr amser", "mewn sefyllfaoedd newydd", "heb gamgymeriadau mawr", "i'r tîm cyfan", "dan bwysau", "yn drefnus"],
}
# How well it is done, from the lowest level to the highest: words that items of one level share.
GRADES = {
    "en": [["rarely", "sometimes", "usually", "always"], ["with close help", "with some guidance", "independently", "and coaches others in it"],
           ["in routine cases", "in most cases", "in complex cases", "across the organisation"]],
    "fr": [["avec beaucoup d'aide", "avec un peu d'aide", "seul", "en guidant les autres"]], "es": [["con mucha ayuda", "con alguna ayuda", "de manera autónoma", "y enseña a otros"]],
    "de": [["mit viel Hilfe", "mit etwas Hilfe", "selbstständig", "und leitet andere an"]], "nl": [["met veel hulp", "met enige hulp", "zelfstandig", "en begeleidt anderen"]],
    "cy": [["gyda llawer o help", "gyda pheth help", "yn annibynnol", "gan hyfforddi eraill"]],
}
GENERIC = {
    "en": ["the task", "the main points", "the work of others", "results", "a simple plan", "problems", "what was agreed", "the next step", "new ideas", "questions"],
    "fr": ["le travail", "les résultats", "les étapes", "les points principaux", "les problèmes"], "es": ["el trabajo", "los resultados", "los pasos", "los puntos clave", "los problemas"],
    "de": ["die Aufgabe", "Ergebnisse", "die nächsten Schritte", "das Wesentliche", "Probleme"], "nl": ["de taak", "resultaten", "de volgende stap", "de hoofdzaken", "problemen"],
    "cy": ["y dasg", "canlyniadau", "y cam nesaf", "y prif bwyntiau", "problemau"],
}
AND = {"en": "and", "fr": "et", "es": "y", "de": "und", "nl": "en", "cy": "a"}
INTRO = {
    "en": ["This document sets out what is expected.", "Use the table below when you plan your next review.", "The statements are examples and not a checklist.", "It was agreed by the board in spring."],
    "fr": ["Ce document présente les attentes.", "Les énoncés sont donnés à titre d'exemple."], "es": ["Este documento recoge lo que se espera.", "Los enunciados son ejemplos."],
    "de": ["Dieses Dokument beschreibt die Erwartungen.", "Die Aussagen sind Beispiele."], "nl": ["Dit document beschrijft wat wordt verwacht.", "De uitspraken zijn voorbeelden."],
    "cy": ["Mae'r ddogfen hon yn nodi'r disgwyliadau.", "Enghreifftiau yw'r datganiadau."],
}
ABOUT = {
    "en": ["How well someone is able to {} {} in daily work.", "This is about the care with which people {} {}.", "The ability to {} {}, alone and with others."],
    "fr": ["La capacité à {} {} au quotidien."], "es": ["La capacidad de {} {} cada día."], "de": ["Es geht darum, {1} zu {0}."], "nl": ["Het vermogen om {1} te {0}."], "cy": ["Y gallu i {} {} bob dydd."],
}
EXTRA_COLUMNS = [("Weight", ["10 %", "15 %", "20 %", "25 %"]), ("Comments", ["", "", "", "See file"]), ("Score", ["", ""]), ("RAG", ["R", "A", "G"]), ("Max.", ["5", "10"]), ("Evidence", ["Log book", "Interview", "Portfolio"]), ("✓", ["☐"])]

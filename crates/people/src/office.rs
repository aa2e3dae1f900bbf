//! Which nouns can name the same office: "the lawmaker" may be the senator, "the head of state" the president.

/// Families of nouns that news uses for one another. A noun may be in several.
const FAMILIES: &[&str] = &[
    "lawmaker legislator parliamentarian politician mp mep senator representative congressman congresswoman congressperson \
     assemblyman assemblywoman member deputy councillor councilor councilman councilwoman whip speaker candidate minister leader",
    "president leader monarch king queen emir sultan emperor ruler state statesman premier chancellor",
    "premier minister chancellor government leader president taoiseach politician",
    "diplomat ambassador envoy consul attache secretary-general negotiator minister representative high-commissioner",
    "executive ceo chief director chairman chairwoman chairperson chair president founder co-founder owner boss manager head \
     entrepreneur businessman businesswoman",
    "spokesman spokeswoman spokesperson official representative",
    "officer official sergeant detective constable inspector superintendent commander captain lieutenant sheriff chief deputy \
     policeman policewoman commissioner trooper colonel major general",
    "commander general colonel admiral marshal officer captain lieutenant brigadier soldier",
    "scientist researcher author co-author professor academic scholar biologist chemist physicist astronomer geologist \
     ecologist archaeologist paleontologist palaeontologist historian epidemiologist virologist psychologist climatologist \
     meteorologist oceanographer engineer expert analyst economist lecturer postdoc specialist student fellow investigator",
    "analyst economist expert strategist researcher trader",
    "doctor physician surgeon consultant professor nurse medic expert",
    "lawyer attorney solicitor barrister counsel prosecutor advocate qc",
    "judge justice magistrate sheriff court",
    "player striker goalkeeper midfielder defender winger forward captain skipper athlete champion footballer batsman bowler \
     pitcher quarterback runner cyclist swimmer boxer fighter wrestler driver rider gymnast star veteran international \
     winger keeper playmaker sprinter skier grandmaster tennis",
    "coach manager boss trainer head-coach",
    "singer musician artist actor actress performer star composer pianist guitarist drummer rapper songwriter entertainer \
     comedian conductor band-leader filmmaker director writer novelist author poet",
    "activist campaigner organizer organiser leader founder protester",
    "teacher headteacher headmaster headmistress principal professor educator",
    "farmer grower rancher producer",
    "pope pontiff bishop archbishop cardinal priest cleric imam rabbi leader patriarch",
    "mayor leader politician official",
    "governor leader politician official",
    "suspect defendant accused driver gunman attacker shooter man woman convict prisoner",
    "commissioner official regulator",
    "secretary minister official",
    "official secretary commissioner administrator director coordinator chief head deputy undersecretary",
    "reporter journalist correspondent editor presenter anchor host broadcaster columnist",
];

/// Whether two nouns (small letters) can name the same office.
pub(crate) fn akin(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    FAMILIES.iter().any(|family| {
        let has = |word: &str| family.split_ascii_whitespace().any(|w| w == word);
        has(one) && has(other)
    })
}

/// Nouns whose bearers news usually leaves unnamed.
const UNNAMED: &str = "source official spokesperson spokesman spokeswoman witness resident expert neighbor neighbour \
     eyewitness aide person caller passerby passer-by publicist reporter analyst user moderator \
     dispatcher interviewer";

/// Whether news usually leaves the bearers of a noun unnamed.
pub(crate) fn usually_unnamed(noun: &str) -> bool {
    UNNAMED.split_ascii_whitespace().any(|w| w == noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families() {
        assert!(akin("lawmaker", "senator") && akin("diplomat", "ambassador") && akin("poet", "poet"));
        assert!(!akin("goalkeeper", "minister"));
    }
}

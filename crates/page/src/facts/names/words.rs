//! The words by which names are told from what stands beside them.

/// What stands before writers' names.
pub(super) const LEADS: &str = "by; by:; written by; reported by; words by; story by; posted by; published by; author:; authors:; \
    author; commentary by; reporting by; article by; text by; opinion by; analysis by; review by; column \
    by; contributed by; submitted by; interview by; from; von; par; por; di; door; published by :; \
    author :; posted by:; published by:; written by:; source:; guest post by; contributor:; reporter:; \
    writer:";

/// Labels behind which others than the writers are named.
pub(super) const OTHERS: &str = "edited by; reviewed by; photo by; photos by; photography by; photographs by; illustration by; \
    illustrations by; fact checked by; fact-checked by; medically reviewed by; contributions from; with \
    contributions; additional reporting; video by; graphics by; styled by; styling by; translated by; \
    produced by; updated by; last updated; updated; published; posted; editor:; photographed by; in this \
    article; share; follow";

/// Wire agencies.
pub(super) const AGENCIES: &str = "associated press; ap; reuters; afp; agence france-presse; agence france presse; press association; \
    pa media; pa; bloomberg; upi; united press international; efe; dpa; deutsche presse-agentur; ansa; \
    xinhua; tass; kyodo; kyodo news; pti; press trust of india; ani; ians; aap; australian associated \
    press; canadian press; field level media; cp; belga; anp; ritzau; tt; ntb; apa; lusa; antara; \
    bernama; yonhap; anadolu agency; interfax; mena";

/// Words of which a name that is no person's has one.
pub(super) const BODY: &str = "staff team desk editor editors editorial newsroom news media press bureau agency service services \
    network institute university school college board office department foundation association council \
    committee center centre times herald post gazette tribune magazine journal radio tv online digital \
    group society ministry company inc llc ltd correspondent correspondents reporter reporters writer \
    writers contributor contributors columnist web community wire";

/// Words for what a writer is; a piece with one of them is no name, unless nothing else is there.
pub(super) const ROLES: &str = "reporter reporters editor editors correspondent correspondents writer writers columnist columnists \
    contributor contributors contributing producer staff chief senior journalist photographer critic \
    analyst director manager professor author fellow freelance freelancer specialist president ceo \
    founder co-founder head intern anchor host blogger presenter special sponsored advertiser partner \
    researcher assistant associate commentator publisher";

/// Whole names that stand for nobody.
pub(super) const HOUSE: &str = "admin; administrator; staff; staff writer; staff reporter; staff report; staff reports; editor; \
    editors; editorial; editorial team; editorial staff; newsroom; news desk; newsdesk; web desk; web \
    team; guest; guest author; guest contributor; contributor; contributors; author; unknown; anonymous; \
    none; null; undefined; n/a; user; webmaster; root; default; reporter; correspondent; our \
    correspondent; from our correspondent; wire services; news services; online desk";

pub(super) const CREDENTIALS: &str = "phd md ma ms msc mph mba rd rdn ld ldn rn np pa-c dds dmd dvm jd llm esq cpt cscs lcsw lmft psyd bs \
    ba do facp faap mfa edd cde cdces cfa cpa cfp dpt lac rph pharmd frcs obe mbe";

pub(super) const SUFFIXES: &str = "jr sr ii iii iv jr. sr.";

pub(super) const PARTICLES: &str = "de van von der den la le al el bin du di";

/// The phrases of a list that semicolons divide.
pub(super) fn phrases(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(';').map(str::trim)
}

/// Whether a list has a word or phrase.
pub(super) fn has(list: &'static str, word: &str) -> bool {
    if list.contains(';') {
        phrases(list).any(|p| p == word)
    } else {
        list.split(' ').any(|w| w == word)
    }
}

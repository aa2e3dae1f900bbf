//! The name that was meant.

/// The name most like `given`, when one is like enough.
pub(crate) fn nearest<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    /// From here on two names look like one with a slip; shorter beginnings in common are rewarded.
    const ALIKE: f64 = 0.8;
    // Comparing takes time in the product of the lengths.
    const LONGEST: usize = 200;
    let given = given.to_lowercase();
    if given.len() > LONGEST {
        return None;
    }
    let mut best: Option<(f64, &str)> = None;
    for name in names.filter(|name| name.len() <= LONGEST) {
        let alike = strsim::jaro_winkler(&given, &name.to_lowercase());
        if alike >= ALIKE && best.is_none_or(|(so_far, _)| alike > so_far) {
            best = Some((alike, name));
        }
    }
    best.map(|(_, name)| name)
}

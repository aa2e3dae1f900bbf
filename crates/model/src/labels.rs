//! The label sets of the networks' outputs, in the order of `training/data.py`.

/// What a token is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who says it.
    Source,
    /// The words that mark it.
    Cue,
    /// What is said.
    Content,
}

/// Side information about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    /// Who was told.
    Addressee,
    /// In what it was said.
    Medium,
    /// On what occasion.
    Event,
    /// A body that passed the words on.
    Via,
}

/// Modes, in the order of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModeLabel {
    /// Says it.
    Said,
    /// Says that it is not so.
    Denied,
    /// Did not say it.
    Declined,
    /// Requests or asks.
    Asked,
    /// Will do it.
    Promised,
    /// Believes, hopes, plans.
    Thought,
    /// Would say it.
    Hypothetical,
}

/// All modes, in the order of the outputs.
pub const MODES: [ModeLabel; 7] = [
    ModeLabel::Said,
    ModeLabel::Denied,
    ModeLabel::Declined,
    ModeLabel::Asked,
    ModeLabel::Promised,
    ModeLabel::Thought,
    ModeLabel::Hypothetical,
];

/// Roles, in the order of their outputs: outside, then begin and inside of each.
pub const ROLES: [Role; 3] = [Role::Source, Role::Cue, Role::Content];
/// Attributes, in the order of their outputs: outside, then begin and inside of each.
pub const ATTRIBUTES: [Attribute; 4] = [
    Attribute::Addressee,
    Attribute::Medium,
    Attribute::Event,
    Attribute::Via,
];

/// Number of tag outputs.
pub(crate) const TAGS: usize = 1 + 2 * ROLES.len();
/// Number of attribute outputs.
pub(crate) const ATTRIBUTE_TAGS: usize = 1 + 2 * ATTRIBUTES.len();
/// Number of all outputs: tags, attributes, modes, and whether a statement stands inside.
pub(crate) const OUTPUTS: usize = TAGS + ATTRIBUTE_TAGS + MODES.len() + 1;

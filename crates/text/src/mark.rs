//! Quotation marks of every kind.

/// What a mark's shape says about its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkShape {
    /// Opens (“ „ `` ).
    Open,
    /// Closes (”).
    Close,
    /// Either (" '').
    Either,
}

/// A quotation mark: double or single, and what its shape says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Double marks delimit quotations; single ones are used inside them, or, in British print, instead of them.
    pub double: bool,
    /// What the shape says.
    pub shape: MarkShape,
}

impl Mark {
    /// The mark that the token's characters are, if they are one.
    ///
    /// Guillemets point either way («French», »German«), so their side is left to the context; so is the side of
    /// `”`, which opens in Swedish and Finnish print, when it stands where only an opening mark can.
    pub fn of(token: &str) -> Option<Self> {
        let (double, shape) = match token {
            "“" | "„" | "‟" | "``" | "❝" | "〝" | "「" | "『" => (true, MarkShape::Open),
            "”" | "❞" | "〞" | "」" | "』" => (true, MarkShape::Close),
            "\"" | "''" | "«" | "»" | "＂" | "´´" => (true, MarkShape::Either),
            "‘" | "‚" | "‛" | "`" => (false, MarkShape::Open),
            "’" | "'" | "‹" | "›" | "´" => (false, MarkShape::Either),
            _ => return None,
        };
        Some(Self { double, shape })
    }
}

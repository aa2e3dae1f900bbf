//! Reading sources: bytes of any encoding to text, with what was assumed.

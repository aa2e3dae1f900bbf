//! Tokens, with their places, handed to the tree builder.

use super::sink::Sink;
use super::{DEEPEST, NodeId, Tree};
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error, ForwardingEmitter, Span, State, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// Most attributes that an element keeps.
pub(super) const MOST_ATTRIBUTES: usize = 128;

/// Parses a page, as a browser without scripts would.
pub fn parse(page: &str) -> Tree {
    let options = TreeBuilderOpts {
        scripting_enabled: false,
        drop_doctype: false,
        ..TreeBuilderOpts::default()
    };
    let builder = TreeBuilder::new(Sink::new(page), options);
    let callback = Feed {
        builder: &builder,
        tag: None,
        start: 0,
        next: None,
        mute: false,
        dropped: 0,
    };
    let emitter = Bridge(CallbackEmitter::new(callback));
    let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
    builder.sink.finish()
}

struct Feed<'a> {
    builder: &'a TreeBuilder<NodeId, Sink<'a>>,
    tag: Option<Tag>,
    start: usize,
    next: Option<State>,
    /// Whether the text that comes is a script or style sheet that nobody reads.
    mute: bool,
    /// Start tags that were nested too deep, whose end tags are to come.
    dropped: usize,
}

impl Feed<'_> {
    fn sink(&mut self, token: Token) {
        match self.builder.process_token(token, 1) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => {}
            TokenSinkResult::Script(_) => self.next = Some(State::Data),
            TokenSinkResult::Plaintext => self.next = Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => self.next = Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => self.next = Some(State::RawText),
            TokenSinkResult::RawData(_) => self.next = Some(State::ScriptData),
        }
    }

    fn open(&mut self, mut tag: Tag, end: usize) {
        let sink = &self.builder.sink;
        if sink.full() {
            sink.note(|tree| tree.cut = true);
            return;
        }
        let raw = matches!(
            &*tag.name,
            "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes"
        );
        if sink.deepest.get() >= DEEPEST && !raw && !is_void(&tag.name) {
            sink.note(|tree| tree.flattened = true);
            self.dropped += 1;
            return;
        }
        self.mute = match &*tag.name {
            "style" => true,
            "script" => !tag
                .attrs
                .iter()
                .any(|a| &*a.name.local == "type" && a.value.contains("json")),
            _ => false,
        };
        tag.attrs.truncate(MOST_ATTRIBUTES);
        sink.tag(self.start..end, false);
        self.sink(Token::TagToken(tag));
    }

    fn close(&mut self, name: &[u8], span: Range<usize>) {
        self.mute = false;
        let sink = &self.builder.sink;
        if self.dropped > 0 && !matches!(name, b"script" | b"style" | b"textarea" | b"title" | b"iframe") {
            self.dropped -= 1;
            return;
        }
        let deepest = sink.deepest.get();
        sink.deepest.set(deepest.saturating_sub(1));
        sink.tag(span, true);
        self.sink(Token::TagToken(Tag {
            kind: TagKind::EndTag,
            name: local(name),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        }));
    }

    fn text(&mut self, value: &[u8], span: Range<usize>) {
        if self.mute || self.builder.sink.full() {
            return;
        }
        if !value.contains(&0) {
            let text = tendril(value);
            self.builder.sink.text(span, &text);
            self.sink(Token::CharacterTokens(text));
            return;
        }
        for (index, part) in value.split(|&b| b == 0).enumerate() {
            if index > 0 {
                self.sink(Token::NullCharacterToken);
            }
            if !part.is_empty() {
                // Zero characters are nowhere in honest pages: their text gets no map.
                let text = tendril(part);
                self.builder.sink.text(span.start..span.start, &text);
                self.sink(Token::CharacterTokens(text));
            }
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

fn tendril(bytes: &[u8]) -> StrTendril {
    match std::str::from_utf8(bytes) {
        Ok(text) => StrTendril::from_slice(text),
        Err(_) => StrTendril::from_slice(&String::from_utf8_lossy(bytes)),
    }
}

fn local(bytes: &[u8]) -> LocalName {
    match std::str::from_utf8(bytes) {
        Ok(text) => LocalName::from(text),
        Err(_) => LocalName::from(&*String::from_utf8_lossy(bytes)),
    }
}

impl Callback<Infallible, usize> for Feed<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.start = span.start;
                self.tag = Some(Tag {
                    kind: TagKind::StartTag,
                    name: local(name),
                    self_closing: false,
                    attrs: Vec::new(),
                    had_duplicate_attributes: false,
                });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut self.tag
                    && tag.attrs.len() <= MOST_ATTRIBUTES
                {
                    let name = local(name);
                    // A second one of the same name is kept out by its empty name.
                    let name = if tag.attrs.iter().any(|a| a.name.local == name) {
                        LocalName::from("")
                    } else {
                        name
                    };
                    tag.attrs.push(Attribute {
                        name: QualName::new(None, ns!(), name),
                        value: StrTendril::new(),
                    });
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.tag.as_mut().and_then(|t| t.attrs.last_mut())
                    && attribute.value.is_empty()
                {
                    attribute.value = tendril(value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(mut tag) = self.tag.take() {
                    tag.self_closing = self_closing;
                    let all = tag.attrs.len();
                    tag.attrs.retain(|a| !a.name.local.is_empty());
                    tag.had_duplicate_attributes = tag.attrs.len() < all;
                    self.open(tag, span.end);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.close(name, span.start..span.end);
            }
            CallbackEvent::String { value } => self.text(value, span.start..span.end),
            CallbackEvent::Doctype { .. } => {
                // Quirks change where tables may stand inside paragraphs; every page is read as a standard one.
                self.sink(Token::DoctypeToken(html5ever::tokenizer::Doctype {
                    name: Some(StrTendril::from_slice("html")),
                    ..Default::default()
                }));
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}

/// html5gum's tokenizer asks the tree builder which state comes next.
struct Bridge<'a>(CallbackEmitter<Feed<'a>, Infallible, usize>);

impl<'a> ForwardingEmitter for Bridge<'a> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}

    fn emit_eof(&mut self) {
        self.0.emit_eof();
        let feed = self.0.callback_mut();
        feed.sink(Token::EOFToken);
        feed.builder.end();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.0.emit_current_tag();
        self.0.callback_mut().next.take()
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0
            .callback_mut()
            .builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Kind;

    fn texts(page: &str) -> Vec<String> {
        let tree = parse(page);
        let all = tree.descendants(Tree::ROOT).filter_map(|n| tree.text(n));
        all.filter(|t| !t.trim().is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn elements_and_texts_know_their_places() {
        let page =
            "<!doctype html><p class=a class=b>One &amp; two<p>Th\u{e9}e <b>four</b></p><script>x<y</script>";
        let tree = parse(page);
        let p = tree.first_named("p").expect("a paragraph");
        assert_eq!(tree.attr(p, "class"), Some("a"));
        assert_eq!(&page[tree.span(p)], "<p class=a class=b>One &amp; two");
        let b = tree.first_named("b").expect("bold");
        assert!(page[tree.span(b)].starts_with("<b>four"));
        assert_eq!(texts(page), ["One & two", "Th\u{e9}e ", "four"]);
        for node in tree.descendants(Tree::ROOT) {
            let Kind::Text(range) = tree.kind(node) else {
                continue;
            };
            let read: usize = tree.pieces(range).iter().map(|p| p.characters.len()).sum();
            assert_eq!(read, range.len(), "{:?}", tree.text(node));
        }
    }

    #[test]
    fn noscript_is_markup_and_templates_are_aside() {
        assert_eq!(
            texts("<noscript><p>Shown</p></noscript><template><p>Not</p></template><p>Too"),
            ["Shown", "Too"]
        );
    }

    #[test]
    fn deep_nests_are_flattened() {
        for name in ["div", "b", "table", "span"] {
            let page = format!(
                "{}deep{}<p>after",
                format!("<{name}>").repeat(100_000),
                format!("</{name}>").repeat(100_000)
            );
            let tree = parse(&page);
            assert!(tree.nodes.iter().all(|n| n.depth < DEEPEST + 64));
            assert!(texts(&page).concat().contains("deep"));
        }
    }
}

//! Pages to letters at places.

use crate::Unreadable;
use crate::content::Measure;
use crate::facts;
use crate::line::{self, Line};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::object::Dict;
use hayro_syntax::{LoadPdfError, Pdf};
use onrecord_record::DeclaredFact;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

const PAGES: usize = 5000;
const LETTERS_ON_A_PAGE: usize = 200_000;
const LETTERS: usize = 4_000_000;
/// What is drawn in a whole file: lines, areas, pictures, forms, and letters wherever they stand.
const STEPS: usize = 10_000_000;

/// A letter, or several that one glyph stands for.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) text: String,
    /// Where it begins and ends, from the left edge of the page.
    pub(crate) x: f64,
    pub(crate) end: f64,
    /// Its base line, from the top of the page.
    pub(crate) y: f64,
    pub(crate) size: f64,
}

#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) height: f64,
    pub(crate) lines: Vec<Line>,
}

#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) pages: Vec<Page>,
    pub(crate) letters: usize,
    pub(crate) facts: Vec<DeclaredFact>,
    pub(crate) pictures: usize,
    /// Glyphs of which nothing says what they are.
    pub(crate) unknown: usize,
    /// Letters that are not set upright.
    pub(crate) turned: usize,
    /// Letters that are not shown, as text recognition leaves them behind pictures.
    pub(crate) invisible: usize,
    /// Pages that could not be interpreted.
    pub(crate) failed: usize,
}

/// Interprets all pages.
pub(crate) fn interpret(bytes: Vec<u8>, time: Duration) -> Result<File, Unreadable> {
    let until = Instant::now() + time;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::Encrypted,
        LoadPdfError::Invalid => Unreadable::Damaged,
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(Unreadable::Damaged);
    }
    if pages.len() > PAGES {
        return Err(Unreadable::TooLarge("5000 pages"));
    }
    let mut file = File {
        facts: facts::of(&pdf),
        ..File::default()
    };
    let settings = InterpreterSettings {
        // what readers wrote on it, and what forms were filled with, are no part of the article
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let mut cache = InterpreterCache::new();
    let mut measure = Measure::new(until);
    let mut steps = 0;
    for page in pages.iter() {
        if Instant::now() > until {
            return Err(Unreadable::TooSlow);
        }
        let (width, height) = page.render_dimensions();
        let view = page.initial_transform(true).to_kurbo();
        let mut taker = Taker {
            width: f64::from(width),
            height: f64::from(height),
            until,
            steps,
            letters: Vec::new(),
            pictures: 0,
            unknown: 0,
            turned: 0,
            invisible: 0,
        };
        let bbox = Rect::new(0.0, 0.0, taker.width, taker.height);
        let run = AssertUnwindSafe(|| {
            measure.page(page)?;
            let mut context = Context::new(view, bbox, &cache, pdf.xref(), settings.clone());
            interpret_page(page, &mut context, &mut taker);
            Ok(())
        });
        match catch_unwind(run) {
            Ok(measured) => measured?,
            Err(stopped) => {
                if let Some(why) = stopped.downcast_ref::<Unreadable>() {
                    return Err(*why);
                }
                file.failed += 1;
                // what was half done is not to be trusted
                cache = InterpreterCache::new();
            }
        }
        steps = taker.steps;
        file.letters += taker.letters.len();
        if file.letters > LETTERS {
            return Err(Unreadable::TooLarge("4000000 letters"));
        }
        file.pictures += taker.pictures;
        file.unknown += taker.unknown;
        file.turned += taker.turned;
        file.invisible += taker.invisible;
        file.pages.push(Page {
            height: taker.height,
            // letters take much more room than lines
            lines: line::lines(taker.letters),
        });
    }
    if file.failed == file.pages.len() {
        return Err(Unreadable::Failed);
    }
    Ok(file)
}

/// Takes letters down where others would draw.
struct Taker {
    width: f64,
    height: f64,
    until: Instant,
    /// What has been drawn, on this page and those before it.
    steps: usize,
    letters: Vec<Letter>,
    pictures: usize,
    unknown: usize,
    turned: usize,
    invisible: usize,
}

impl Taker {
    /// The interpreter cannot be asked to stop; unwinding out of it can, and says why.
    fn step(&mut self) {
        self.count();
        // what takes long between two steps is not counted
        if Instant::now() > self.until {
            resume_unwind(Box::new(Unreadable::TooSlow));
        }
    }

    fn count(&mut self) {
        self.steps += 1;
        if self.steps > STEPS {
            resume_unwind(Box::new(Unreadable::TooLarge("10000000 steps of drawing")));
        }
    }

    fn letter(&mut self, glyph: &Glyph<'_>, place: Affine, invisible: bool) {
        let origin = place * Point::ZERO;
        let up = place * Point::new(0.0, 1000.0) - origin;
        let size = up.hypot();
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map(f64::from),
            Glyph::Type3(_) => None,
        };
        let along = place * Point::new(advance.unwrap_or(500.0), 0.0) - origin;
        let on_page =
            (-1.0..=self.width + 1.0).contains(&origin.x) && (-1.0..=self.height + 1.0).contains(&origin.y);
        if !on_page || !size.is_finite() || size < 0.5 || !along.x.is_finite() {
            return;
        }
        if up.x.abs() > 0.4 * size && along.x.abs() < along.y.abs() || up.y > 0.0 {
            self.turned += 1;
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let text = match text.is_empty() {
            true => "\u{fffd}".to_owned(),
            false => plain(&text),
        };
        if self.letters.len() >= LETTERS_ON_A_PAGE {
            resume_unwind(Box::new(Unreadable::TooLarge("200000 letters on a page")));
        }
        self.unknown += usize::from(text == "\u{fffd}");
        self.invisible += usize::from(invisible);
        self.letters.push(Letter {
            text,
            x: origin.x,
            end: origin.x + along.x.max(0.0),
            y: origin.y,
            size,
        });
    }
}

/// Ligatures as the letters that they are, and white space as one space.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().take(16) {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

impl<'a> Device<'a> for Taker {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.step();
        let invisible = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            self.count();
            self.letter(glyph, props.transform * glyph.transform(), invisible);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.step();
        self.pictures += 1;
    }

    fn begin_marked_content(&mut self, _: &[u8], _: Option<&Dict<'_>>) {
        self.step();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

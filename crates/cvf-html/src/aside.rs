//! Pieces of lines that are set aside: their text follows that of the page.

use crate::flow::Stream;
use cvf_document::RegionKind;

/// A piece with the path of the block it stands in.
#[derive(Debug)]
pub(crate) struct Aside {
    pub(crate) path: String,
    /// Its characters, each with where it comes from.
    pub(crate) chars: Vec<(char, usize)>,
}

/// The pieces of a page, in order.
#[derive(Debug, Default)]
pub(crate) struct Asides {
    pieces: Vec<(RegionKind, Aside)>,
    open: bool,
}

impl Asides {
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    pub(crate) fn open(&mut self, kind: RegionKind, path: String) {
        self.pieces.push((kind, Aside { path, chars: Vec::new() }));
        self.open = true;
    }

    pub(crate) fn close(&mut self) {
        self.open = false;
    }

    pub(crate) fn push(&mut self, text: &str, stream: &mut Stream) {
        if let Some((_, aside)) = self.pieces.last_mut() {
            aside.chars.extend(text.chars().map(|c| (c, stream.take_origin())));
        }
    }

    /// The pieces that have text.
    pub(crate) fn finish(self) -> impl Iterator<Item = (RegionKind, Aside)> {
        let visible = |c: &(char, usize)| !c.0.is_whitespace() && !c.0.is_control() && !cvf_document::is_invisible(c.0);
        self.pieces.into_iter().filter(move |(_, aside)| aside.chars.iter().any(visible))
    }
}

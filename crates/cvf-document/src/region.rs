use crate::Block;
use serde::{Deserialize, Serialize};

/// Blocks that stand beside the main text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// What sets them apart.
    pub kind: RegionKind,
    /// The blocks, in reading order.
    pub blocks: Vec<Block>,
}

/// What sets a region apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RegionKind {
    /// Repeated at the top of pages.
    PageHeader,
    /// Repeated at the foot of pages.
    PageFooter,
    /// A footnote or endnote.
    Note,
    /// A reviewer's comment.
    Comment,
    /// Text that tracked changes have taken out.
    Deleted,
    /// Text that its format hides.
    Hidden,
    /// A table of contents or an index.
    Contents,
    /// Links around a web page.
    Navigation,
    /// The head of a web site.
    SiteHeader,
    /// The foot of a web site.
    SiteFooter,
    /// A cookie banner.
    CookieNotice,
    /// A side column of a web page.
    Aside,
}

impl RegionKind {
    /// The reason under which its text is kept as residue.
    pub fn reason(self) -> &'static str {
        match self {
            Self::PageHeader => "page-header",
            Self::PageFooter => "page-footer",
            Self::Note => "note",
            Self::Comment => "comment",
            Self::Deleted => "deleted",
            Self::Hidden => "hidden",
            Self::Contents => "contents",
            Self::Navigation => "navigation",
            Self::SiteHeader => "site-header",
            Self::SiteFooter => "site-footer",
            Self::CookieNotice => "cookie-notice",
            Self::Aside => "aside",
        }
    }

    /// True where the main text is sometimes found all the same: authors of web pages put it
    /// into any element. What a word processor or a page keeps apart is never main text.
    pub fn may_hold_text(self) -> bool {
        matches!(self, Self::Navigation | Self::SiteHeader | Self::SiteFooter | Self::CookieNotice | Self::Aside)
    }
}

use cvf::{Canon, Kind};

/// A statement as it will be printed.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Ids of the canon's statements it prints.
    pub(crate) id: String,
    pub(crate) text: String,
    /// A fault was planted in it, or beside it.
    pub(crate) touched: bool,
}

/// A list of statements under one place.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) cluster: Option<String>,
    pub(crate) competency: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) level: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) items: Vec<Item>,
}

impl Block {
    pub(crate) fn is_list(&self) -> bool {
        self.kind == Kind::Indicator
    }
}

/// A copy before it is laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) blocks: Vec<Block>,
}

impl Sheet {
    /// The national framework.
    pub(crate) fn of(canon: &Canon) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        for unit in canon.units().into_iter().filter(|u| u.framework == canon.framework.id) {
            let item = Item { id: unit.id, text: unit.text, touched: false };
            let route = unit.route;
            let same = |b: &Block| {
                b.kind == unit.kind
                    && (&b.cluster, &b.competency, &b.value, &b.level)
                        == (&route.cluster, &route.competency, &route.value, &route.level)
            };
            match blocks.last_mut().filter(|b| same(b)) {
                Some(block) => block.items.push(item),
                None => blocks.push(Block {
                    cluster: route.cluster,
                    competency: route.competency,
                    value: route.value,
                    level: route.level,
                    kind: unit.kind,
                    items: vec![item],
                }),
            }
        }
        Self { blocks }
    }

    /// Only the blocks that fit.
    pub(crate) fn only(mut self, fits: impl Fn(&Block) -> bool) -> Self {
        self.blocks.retain(fits);
        self
    }

    /// Places of items that no fault has touched.
    pub(crate) fn free(&self, fits: impl Fn(&Block, &Item) -> bool) -> Vec<(usize, usize)> {
        let mut free = Vec::new();
        for (b, block) in self.blocks.iter().enumerate() {
            for (i, item) in block.items.iter().enumerate() {
                if !item.touched && fits(block, item) {
                    free.push((b, i));
                }
            }
        }
        free
    }

    pub(crate) fn item(&mut self, at: (usize, usize)) -> &mut Item {
        &mut self.blocks[at.0].items[at.1]
    }
}

//! Changes the tree so that only plain structure is left to render.

use std::cell::RefCell;
use std::fmt::Write as _;

use comrak::Arena;
use comrak::nodes::{
    Ast, AstNode, LineColumn, Node, NodeHeading, NodeLink, NodeValue, TableAlignment,
};

use super::links;

/// The first heading of a post: its page has an h1, and the post itself an h2.
const TOP_HEADING: u8 = 3;
const LOWEST_HEADING: u8 = 5;

/// A wide table scrolls inside its own box, with the keyboard too.
const TABLE_BOX: &str = "<div role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n";

/// Rewrite the whole tree below `root`.
pub(super) fn tree<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let mut heading = TOP_HEADING - 1;
    // Collected first, since the tree changes underneath.
    let nodes: Vec<Node<'a>> = root.descendants().collect();
    for node in nodes {
        // A clone, so that no borrow is held while the tree changes.
        let value = node.data().value.clone();
        match value {
            NodeValue::Heading(written) => heading = move_heading(node, written, heading),
            NodeValue::HtmlBlock(html) => show_lines(arena, node, &html.literal),
            NodeValue::HtmlInline(html) => node.data_mut().value = NodeValue::Text(html.into()),
            NodeValue::CodeBlock(mut code) => {
                // Empty, so that nothing of it reaches an attribute or a special renderer.
                code.info.clear();
                node.data_mut().value = NodeValue::CodeBlock(code);
            }
            NodeValue::Table(mut table) => {
                table.alignments.fill(TableAlignment::None);
                node.data_mut().value = NodeValue::Table(table);
                node.insert_before(make(arena, NodeValue::Raw(TABLE_BOX.to_owned())));
                node.insert_after(make(arena, NodeValue::Raw("</div>\n".to_owned())));
            }
            NodeValue::TaskItem(task) => show_task(arena, node, task.symbol.is_some()),
            NodeValue::Link(link) => show_link(arena, node, &link),
            NodeValue::Image(image) => show_image(arena, node, &image),
            _ => {}
        }
    }
}

/// The plain text of a node and what is in it.
pub(super) fn text_of(node: Node<'_>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(words) => text.push_str(words),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::HtmlInline(html) => text.push_str(html),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// Two levels down, but never more than one below the heading before it.
fn move_heading(node: Node<'_>, written: NodeHeading, before: u8) -> u8 {
    let level = (written.level + TOP_HEADING - 1)
        .min(before + 1)
        .min(LOWEST_HEADING);
    node.data_mut().value = NodeValue::Heading(NodeHeading { level, ..written });
    level
}

fn show_lines<'a>(arena: &'a Arena<'a>, node: Node<'a>, text: &str) {
    node.data_mut().value = NodeValue::Paragraph;
    for (i, line) in text.trim_end().lines().enumerate() {
        if i > 0 {
            node.append(make(arena, NodeValue::SoftBreak));
        }
        node.append(make(arena, NodeValue::Text(line.to_owned().into())));
    }
}

fn show_task<'a>(arena: &'a Arena<'a>, node: Node<'a>, done: bool) {
    let list = node.parent().and_then(|list| match &list.data().value {
        NodeValue::List(list) => Some(*list),
        _ => None,
    });
    node.data_mut().value = NodeValue::Item(list.unwrap_or_default());
    let mark = make(
        arena,
        NodeValue::Text(if done { "☑ " } else { "☐ " }.into()),
    );
    let first = node.first_child();
    if let Some(first) = first.filter(|first| matches!(first.data().value, NodeValue::Paragraph)) {
        first.prepend(mark);
    } else {
        let paragraph = make(arena, NodeValue::Paragraph);
        paragraph.append(mark);
        node.prepend(paragraph);
    }
}

fn show_link<'a>(arena: &'a Arena<'a>, node: Node<'a>, link: &NodeLink) {
    let text = text_of(node);
    if is_inside_link(node) {
        return unwrap(node);
    }
    let Some(target) = links::target(&link.url) else {
        if !link.url.is_empty() && link.url != text {
            node.append(make(
                arena,
                NodeValue::Text(format!(" ({})", link.url).into()),
            ));
        }
        return unwrap(node);
    };
    if !links::tells(&text, &target.place) {
        let mut place = String::new();
        let gap = if text.trim().is_empty() { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(
            place,
            "{gap}<span>({})</span>",
            ammonia::clean_text(&target.place)
        );
        node.append(make(arena, NodeValue::Raw(place)));
    }
    let link = NodeLink {
        url: target.href,
        title: String::new(),
    };
    node.data_mut().value = NodeValue::Link(Box::new(link));
}

/// A link with the image's description as its text, since pages show no pictures.
fn show_image<'a>(arena: &'a Arena<'a>, node: Node<'a>, image: &NodeLink) {
    let description = text_of(node);
    for child in node.children().collect::<Vec<_>>() {
        child.detach();
    }
    let text = if description.trim().is_empty() {
        "image"
    } else {
        description.trim()
    };
    node.append(make(arena, NodeValue::Text(text.to_owned().into())));
    show_link(arena, node, image);
}

fn is_inside_link(node: Node<'_>) -> bool {
    node.ancestors()
        .skip(1)
        .any(|above| matches!(above.data().value, NodeValue::Link(_) | NodeValue::Image(_)))
}

/// Put what is in a node in its place.
fn unwrap(node: Node<'_>) {
    for child in node.children().collect::<Vec<_>>() {
        node.insert_before(child);
    }
    node.detach();
}

fn make<'a>(arena: &'a Arena<'a>, value: NodeValue) -> &'a AstNode<'a> {
    let nowhere = LineColumn { line: 0, column: 0 };
    arena.alloc(AstNode::new(RefCell::new(Ast::new(value, nowhere))))
}

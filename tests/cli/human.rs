//! The report for people, to the letter.

use crate::support::{HOST, REFUSED_CLIENT, Tree};

#[test]
fn a_small_host() {
    let tree = Tree::new(&[("Host.csproj", HOST), ("Config.cs", REFUSED_CLIENT)]);
    let run = tree.run(&[]);
    insta::assert_snapshot!(run.stdout, @"");
}

#[test]
fn nothing_found() {
    let tree = Tree::new(&[("Host.csproj", &HOST.replace("7.2.4", "7.3.4")), ("Config.cs", "class Config { }\n")]);
    insta::assert_snapshot!(tree.run(&[]).stdout, @"");
    let loose = Tree::new(&[("Config.cs", "class Config { }\n")]);
    insta::assert_snapshot!(loose.run(&[]).stdout, @"");
}

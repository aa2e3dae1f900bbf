//! What is built in may be built in: every licence is one that deny.toml allows.
//!
//! `cargo deny` checks more (sources, the licence texts); this runs where it is not installed.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use spdx::{Expression, LicenseReq};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The list `allow` of the table `licenses`.
fn allowed() -> BTreeSet<String> {
    let deny = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let (_, table) = deny.split_once("[licenses]").unwrap();
    let table = table.split("\n[").next().unwrap();
    let (_, list) = table.split_once("allow = [").unwrap();
    let (list, _) = list.split_once(']').unwrap();
    let names = list
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default())
        .flat_map(|line| line.split(','));
    names
        .map(|name| name.trim().trim_matches('"').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn is_allowed(requirement: &LicenseReq, allowed: &BTreeSet<String>) -> bool {
    requirement.addition.is_none() && allowed.contains(&requirement.license.to_string())
}

/// All packages that Cargo.lock brings in, for every platform.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    if !output.status.success() {
        // Packages for other platforms may not have been fetched; those for this one have.
        let host = host();
        let output = Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--format-version",
                "1",
                "--locked",
                "--offline",
                "--filter-platform",
                &host,
            ])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        return packages_of(&output.stdout);
    }
    packages_of(&output.stdout)
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap()
        .to_owned()
}

fn packages_of(metadata: &[u8]) -> Vec<Value> {
    let mut metadata: Value = serde_json::from_slice(metadata).unwrap();
    serde_json::from_value(metadata["packages"].take()).unwrap()
}

#[test]
fn every_dependency_has_a_licence_that_is_allowed() {
    let allowed = allowed();
    assert!(
        allowed.contains("MIT") && allowed.contains("Apache-2.0"),
        "{allowed:?}"
    );
    let packages = packages();
    assert!(packages.len() > 100);
    let mut refused = Vec::new();
    for package in &packages {
        let text = |field: &str| package[field].as_str().unwrap_or_default();
        let licence = text("license");
        let fits = Expression::parse_mode(licence, spdx::ParseMode::LAX)
            .is_ok_and(|expression| expression.evaluate(|requirement| is_allowed(requirement, &allowed)));
        if !fits {
            refused.push(format!("{} {}: {licence:?}", text("name"), text("version")));
        }
    }
    assert!(
        refused.is_empty(),
        "not allowed by deny.toml:\n{}",
        refused.join("\n")
    );
}

#[test]
fn every_crate_of_the_workspace_states_both_licences() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(root().join(name).is_file(), "{name}");
    }
    let own: Vec<Value> = packages()
        .into_iter()
        .filter(|package| package["source"].is_null())
        .collect();
    assert!(own.len() >= 9, "{}", own.len());
    for package in own {
        assert_eq!(package["license"], "MIT OR Apache-2.0", "{}", package["name"]);
    }
}

#[test]
fn licences_are_judged_by_their_expressions() {
    let allowed = allowed();
    let fits = |licence: &str| {
        Expression::parse_mode(licence, spdx::ParseMode::LAX)
            .is_ok_and(|expression| expression.evaluate(|requirement| is_allowed(requirement, &allowed)))
    };
    for licence in [
        "MIT",
        "MIT OR GPL-3.0-only",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "MIT/Apache-2.0",
    ] {
        assert!(fits(licence), "{licence}");
    }
    for licence in [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "Nobody-1.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(!fits(licence), "{licence}");
    }
}

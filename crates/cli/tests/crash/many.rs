//! Several at once: readers while one writes, and two that write.

use crate::inputs::{generated, inputs};
use crate::place::{Place, said, undisturbed};
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};

#[track_caller]
fn finished(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn readers_see_whole_articles_while_one_writes() {
    let place = Place::new();
    let child = place.add(inputs()).spawn().unwrap();
    let done = AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let reader = |what: fn(&Place) -> usize| {
            let (place, done) = (&place, &done);
            scope.spawn(move || {
                let (mut looks, mut before) = (0, 0);
                while !done.load(Ordering::Relaxed) {
                    if onrecord_store::Record::read(&place.file).is_ok_and(|r| r.mark().unwrap().is_some()) {
                        let now = what(place);
                        assert!(now >= before, "{now} after {before}");
                        (looks, before) = (looks + 1, now);
                    }
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                looks
            })
        };
        let readers = [
            reader(|place| {
                let here = place.contents();
                here.assert_part_of(&undisturbed().contents);
                here.versions.len()
            }),
            reader(|place| {
                let output = place.command("verify").output().unwrap();
                assert!(output.status.success(), "{}", said(&output));
                0
            }),
        ];
        finished(child);
        done.store(true, Ordering::Relaxed);
        readers.map(|reader| reader.join().unwrap())
    });
    assert!(looks.iter().all(|&looks| looks > 0), "{looks:?}");
    place.contents().assert_same(&undisturbed().contents);
}

#[test]
fn two_that_write_wait_for_each_other() {
    let other = generated(2, 250, 4);
    let place = Place::new();
    // both make the file, and both make the index
    let children = [
        place.add(inputs()).spawn().unwrap(),
        place.add(&other).spawn().unwrap(),
    ];
    children.into_iter().for_each(finished);
    place.assert_verified();
    let here = place.contents();
    assert_eq!(here.articles(), inputs().articles + other.articles);

    let alone = Place::new();
    for set in [inputs(), &other] {
        let output = alone.add(set).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
    assert!(here.versions == alone.contents().versions);
    assert!(place.found() == alone.found());
}

#[test]
fn a_search_while_another_process_writes_finds_what_was_committed() {
    let place = Place::new();
    let first = generated(3, 30, 0);
    finished(place.add(&first).spawn().unwrap());
    let before = place.found();
    let child = place.add(inputs()).spawn().unwrap();
    let mut last = before.len();
    for _ in 0..3 {
        let now = place.found();
        assert!(now.len() >= last && before.iter().all(|line| now.contains(line)));
        last = now.len();
    }
    finished(child);
    assert_eq!(place.found().len(), before.len() + undisturbed().found.len());
}

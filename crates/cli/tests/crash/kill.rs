//! Killed at any moment, by time and by what is there already.

use crate::inputs::inputs;
use crate::place::{Place, points, said, undisturbed};
use std::io::{BufRead as _, BufReader};
use std::time::{Duration, Instant};

#[test]
fn killed_at_any_time_nothing_is_lost_or_half_there() {
    let took = undisturbed().took;
    let count = points(5);
    for n in 0..count {
        let place = Place::new();
        let mut child = place.add(inputs()).spawn().unwrap();
        std::thread::sleep(took.mul_f64((n as f64 + 0.5) / count as f64));
        let _ = child.kill();
        child.wait().unwrap();
        let before = place.assert_sound();
        // and once more on the way back
        if n % 3 == 0 {
            let mut child = place.add(inputs()).spawn().unwrap();
            std::thread::sleep(took.mul_f64(0.6));
            let _ = child.kill();
            child.wait().unwrap();
            let after = place.assert_sound();
            before.assert_part_of(&after);
        }
        place.assert_goes_on();
    }
}

#[test]
fn what_a_reader_has_seen_stays_through_a_kill() {
    let all = inputs().articles;
    for share in [1, all / 2] {
        let place = Place::new();
        let mut child = place.add(inputs()).spawn().unwrap();
        let begun = Instant::now();
        let seen = loop {
            let seen = onrecord_store::Record::read(&place.file)
                .and_then(|record| record.extent())
                .map_or(0, |held| held.articles as usize);
            if seen >= share {
                break seen;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing is committed");
            std::thread::sleep(Duration::from_millis(2));
        };
        let _ = child.kill();
        child.wait().unwrap();
        let here = place.assert_sound();
        assert!(here.articles() >= seen, "{} of {seen}", here.articles());
        place.assert_goes_on();
    }
}

#[test]
fn what_the_program_says_is_added_is_there_when_it_is_killed_then() {
    let place = Place::new();
    let mut child = place.add(inputs()).spawn().unwrap();
    let told = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .find(|line| line.contains("statements added"));
    // it is about to make the index
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(told.is_some());
    place.assert_sound().assert_same(&undisturbed().contents);
    place.assert_goes_on();
}

#[test]
fn the_same_command_again_adds_nothing() {
    let place = Place::new();
    for _ in 0..2 {
        let output = place.add(inputs()).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
    place.contents().assert_same(&undisturbed().contents);
}

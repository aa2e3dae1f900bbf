//! Files and streams: limits, and errors that name the input and the remedy.

use onrecord_source::{InputName, Limit, Problem, read_from, read_path};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

#[test]
fn a_file_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "She said no.\r\n").unwrap();
    assert_eq!(read_path(&path, Limit::DEFAULT).unwrap().text, "She said no.\r\n");
}

#[test]
fn missing_files_and_folders_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = read_path(&folder.path().join("none.txt"), Limit::DEFAULT).unwrap_err();
    assert!(matches!(missing.problem, Problem::NotFound));
    assert!(
        missing.to_string().ends_with("none.txt: no such file"),
        "{missing}"
    );
    let itself = read_path(folder.path(), Limit::DEFAULT).unwrap_err();
    assert!(matches!(itself.problem, Problem::Folder));
    assert!(itself.remedy().contains("*.txt"));
    std::fs::write(folder.path().join("a"), "x").unwrap();
    let below = read_path(&folder.path().join("a").join("b"), Limit::DEFAULT).unwrap_err();
    assert!(matches!(below.problem, Problem::NotFound));
}

#[test]
fn a_large_file_is_refused_before_reading() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(8 << 30).unwrap();
    let error = read_path(file.path(), Limit::DEFAULT).unwrap_err();
    assert!(matches!(error.problem, Problem::TooLarge { size: Some(size), .. } if size == 8 << 30));
    assert!(error.remedy().contains("split"));
}

#[test]
fn the_limit_is_exact() {
    let limit = Limit::new(10).unwrap();
    let read = |bytes: &'static [u8]| read_from(bytes, InputName::Other("test".into()), limit);
    assert_eq!(read(b"0123456789").unwrap().text.len(), 10);
    assert!(matches!(
        read(b"0123456789a").unwrap_err().problem,
        Problem::TooLarge { size: None, .. }
    ));
}

#[test]
fn a_stream_without_end_is_refused() {
    let error = read_from(
        io::repeat(b'a'),
        InputName::StandardInput,
        Limit::new(1 << 20).unwrap(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "standard input: it goes on, larger than the limit of 1 MiB for one article"
    );
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused() {
    let error = read_path(Path::new("/dev/zero"), Limit::new(1 << 20).unwrap()).unwrap_err();
    assert!(
        matches!(error.problem, Problem::TooLarge { size: None, .. }),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_locked_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(file.path()).is_ok() {
        return; // The superuser may read everything.
    }
    let error = read_path(file.path(), Limit::DEFAULT).unwrap_err();
    assert!(matches!(error.problem, Problem::PermissionDenied), "{error}");
}

#[test]
fn an_error_while_reading_is_passed_on() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the line was cut"))
        }
    }
    let error = read_from(Broken, InputName::Other("feed".into()), Limit::DEFAULT).unwrap_err();
    assert_eq!(error.to_string(), "feed: it could not be read: the line was cut");
}

//! The plan as a browser shows it: on a wide and a narrow screen, light and dark. Needs Chromium; where it cannot be had, the
//! test says so. `UPDATE_SCREENS=1 cargo test --test cli screens` writes the pictures anew: look at them before you commit.

use crate::support::{Tree, run_in};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Name, width, height, and what makes the page dark.
const SCREENS: [(&str, u32, u32, &[&str]); 3] = [
    ("wide-light", 1000, 1400, &[]),
    ("wide-dark", 1000, 1400, &["--blink-settings=preferredColorScheme=0"]),
    ("narrow-light", 390, 1400, &[]),
];

/// Pictures are compared in squares of so many pixels: fonts differ between machines, layout and colours do not.
const SQUARE: usize = 20;

fn chromium() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let names = ["chromium", "chromium-browser", "google-chrome"];
    folders?.iter().flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Brightness of the squares of a picture, from 0 to 255, row by row.
fn squares(path: &Path) -> (usize, Vec<f64>) {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let (width, height, samples) = (info.width as usize, info.height as usize, info.color_type.samples());
    let columns = width / SQUARE;
    let mut sums = vec![0.0; columns * (height / SQUARE)];
    for (index, pixel) in pixels.chunks_exact(samples).enumerate() {
        let (column, row) = (index % width / SQUARE, index / width / SQUARE);
        if let Some(sum) = sums.get_mut(row * columns + column).filter(|_| column < columns) {
            *sum += pixel.iter().take(3).map(|&it| f64::from(it)).sum::<f64>() / 3.0;
        }
    }
    (columns, sums.into_iter().map(|sum| sum / (SQUARE * SQUARE) as f64).collect())
}

#[test]
fn the_plan_looks_as_it_did() {
    let Some(chromium) = chromium() else {
        eprintln!("NOT RUN: Chromium is not installed, so nobody looked at the HTML plan");
        return;
    };
    let tree = Tree::of_corpus("template-host-7.2");
    let run = run_in(&tree.root, &["plan", "--to", "7.3", "--format", "html", "-o", "plan.html"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (name, width, height, flags) in SCREENS {
        let picture = tree.root.join(format!("{name}.png"));
        let shot = Command::new(&chromium)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
            .arg("--force-device-scale-factor=1")
            .arg(format!("--user-data-dir={}", tree.root.join("profile").display()))
            .arg(format!("--window-size={width},{height}"))
            .args(flags)
            .arg(format!("--screenshot={}", picture.display()))
            .arg(format!("file://{}", tree.root.join("plan.html").display()))
            .output()
            .unwrap();
        assert!(picture.is_file(), "{name}: {}", String::from_utf8_lossy(&shot.stderr));
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/plan/{name}.png"));
        if std::env::var_os("UPDATE_SCREENS").is_some() {
            std::fs::copy(&picture, &golden).unwrap();
        }
        let ((columns, new), (_, old)) = (squares(&picture), squares(&golden));
        assert_eq!(new.len(), old.len(), "{name}");
        let differs = |(new, old): &(&f64, &f64)| (*new - *old).abs() > 40.0;
        let different = new.iter().zip(&old).filter(differs).count();
        assert!(
            different * 10 < new.len(),
            "{name}: {different} of {} squares of {columns} columns differ from {}",
            new.len(),
            golden.display()
        );
    }
}

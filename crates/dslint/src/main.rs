//! The executable: everything is in the library.

fn main() -> std::process::ExitCode {
    dslint::run(std::env::args_os())
}

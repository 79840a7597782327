//! A network between a server and its database that fails when told to.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// How often a connection looks whether something was told.
const LOOK: Duration = Duration::from_millis(5);

/// What the network does.
#[derive(Debug, Default)]
struct Weather {
    /// Nothing gets through, and nobody is told.
    is_stalled: AtomicBool,
    /// New connections are hung up on.
    refuses: AtomicBool,
    /// Connections older than this number are hung up on.
    cut_before: AtomicU64,
    /// After that many bytes of the database's, everything is cut; negative for never.
    cut_after: AtomicI64,
    /// The next commit gets through, and its answer does not.
    loses_answer: AtomicBool,
    /// How many connections there were.
    connections: AtomicU64,
    is_over: AtomicBool,
}

/// A way to a database, with weather.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    weather: Arc<Weather>,
}

impl Proxy {
    /// A way to that port of this machine.
    pub fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let weather = Arc::new(Weather { cut_after: AtomicI64::new(-1), ..Weather::default() });
        let own = Arc::clone(&weather);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if own.is_over.load(Ordering::SeqCst) {
                    return;
                }
                let number = own.connections.fetch_add(1, Ordering::SeqCst) + 1;
                if own.refuses.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(database) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                carry(&own, number, &client, &database);
            }
        });
        Self { address, weather }
    }

    /// The port by which it is entered.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Lets nothing through, or everything again, late.
    pub fn stall(&self, is_stalled: bool) {
        self.weather.is_stalled.store(is_stalled, Ordering::SeqCst);
    }

    /// Hangs up on whoever comes, or no more.
    pub fn refuse(&self, refuses: bool) {
        self.weather.refuses.store(refuses, Ordering::SeqCst);
    }

    /// Cuts every connection there is.
    pub fn cut(&self) {
        let all = self.weather.connections.load(Ordering::SeqCst);
        self.weather.cut_before.store(all, Ordering::SeqCst);
    }

    /// Cuts every connection after that many more bytes of the database's.
    pub fn cut_after(&self, bytes: u32) {
        self.weather.cut_after.store(i64::from(bytes), Ordering::SeqCst);
    }

    /// Lets the next commit through, and cuts the connection before the answer. Whether that came to pass yet is
    /// told by [`Proxy::has_lost_answer`].
    pub fn lose_answer(&self) {
        self.weather.loses_answer.store(true, Ordering::SeqCst);
    }

    /// Whether the answer to a commit was lost.
    pub fn has_lost_answer(&self) -> bool {
        !self.weather.loses_answer.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.weather.is_over.store(true, Ordering::SeqCst);
        self.cut();
        // The listener waits for one more, and then sees that it is over.
        drop(TcpStream::connect(self.address));
    }
}

fn carry(weather: &Arc<Weather>, number: u64, client: &TcpStream, database: &TcpStream) {
    for (from, to, is_question) in [(client, database, true), (database, client, false)] {
        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let _ = (from.set_nodelay(true), from.set_read_timeout(Some(LOOK)));
        let weather = Arc::clone(weather);
        std::thread::spawn(move || {
            let way = Way { weather, number, is_question };
            way.carry(from, to);
        });
    }
}

/// One direction of a connection.
struct Way {
    weather: Arc<Weather>,
    number: u64,
    is_question: bool,
}

impl Way {
    fn is_cut(&self) -> bool {
        self.number <= self.weather.cut_before.load(Ordering::SeqCst)
    }

    fn carry(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = [0; 16 * 1024];
        while !self.is_cut() {
            let read = match from.read(&mut bytes) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
                Err(_) => break,
            };
            while self.weather.is_stalled.load(Ordering::SeqCst) && !self.is_cut() {
                std::thread::sleep(LOOK);
            }
            let piece = bytes.get(..read).unwrap();
            if self.is_cut() || !self.passes(piece, &mut to) {
                break;
            }
        }
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    }

    /// Sends a piece on; whether the connection lives on.
    fn passes(&self, piece: &[u8], to: &mut TcpStream) -> bool {
        if self.is_question {
            let is_commit = piece.windows(6).any(|word| word == b"COMMIT");
            if is_commit && self.weather.loses_answer.swap(false, Ordering::SeqCst) {
                let _ = to.write_all(piece);
                // Long enough for the database to have done it; its answer goes nowhere.
                self.weather.cut_before.fetch_max(self.number, Ordering::SeqCst);
                return false;
            }
            return to.write_all(piece).is_ok();
        }
        let left = self.weather.cut_after.load(Ordering::SeqCst);
        if left >= 0 {
            let size = i64::try_from(piece.len()).unwrap();
            if size >= left {
                let _ = to.write_all(piece.get(..usize::try_from(left).unwrap()).unwrap());
                self.weather.cut_after.store(-1, Ordering::SeqCst);
                self.weather.cut_before.store(self.weather.connections.load(Ordering::SeqCst), Ordering::SeqCst);
                return false;
            }
            self.weather.cut_after.fetch_sub(size, Ordering::SeqCst);
        }
        to.write_all(piece).is_ok()
    }
}

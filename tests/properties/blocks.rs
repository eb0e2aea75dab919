//! The building blocks: each writes one or more files.

use crate::program::{Program, Type};
use proptest::prelude::*;

/// A building block.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Client { shape: Shape, secret: Secret, grants: Grants },
    Meter(Meter),
    Logout(Logout),
    Jwk(Jwk),
    Cleanup { injected: bool },
    Own { declared: bool },
}

/// How a client is put together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Initializer,
    Statements,
    Helper,
    HelperElsewhere,
    Field,
    Constructor,
    If,
    Switch,
    Derived,
    Builder,
    Loop,
    Lambda,
    Entity,
    Conditional,
    Correlated,
    Constructors,
    Setter,
    Yield,
}

/// What becomes of `RequireClientSecret`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Secret {
    Unset,
    False,
    True,
    Constant,
    ConstantElsewhere,
    Local,
    Unknown,
}

/// The grant types.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grants {
    Machine,
    Both,
    Code,
    List,
    Collection,
    Concat,
    Elsewhere,
    Choice,
}

/// How a meter is named.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meter {
    Literal,
    Constant,
    ConstantElsewhere,
    Interpolated,
    Symbol,
    Loop,
    Harmless,
}

/// How the logout service is derived from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Logout {
    Direct,
    ThroughAnother,
    Partial,
    CallsOnly,
}

/// How a secret with a symmetric key is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Jwk {
    Initializer,
    Statements,
    Helper,
}

pub(crate) fn block() -> impl Strategy<Value = Block> {
    let shape = prop::sample::select(vec![
        Shape::Initializer,
        Shape::Statements,
        Shape::Helper,
        Shape::HelperElsewhere,
        Shape::Field,
        Shape::Constructor,
        Shape::If,
        Shape::Switch,
        Shape::Derived,
        Shape::Builder,
        Shape::Loop,
        Shape::Lambda,
        Shape::Entity,
        Shape::Conditional,
        Shape::Correlated,
        Shape::Constructors,
        Shape::Setter,
        Shape::Yield,
    ]);
    let secret = prop::sample::select(vec![
        Secret::Unset,
        Secret::False,
        Secret::False,
        Secret::True,
        Secret::Constant,
        Secret::ConstantElsewhere,
        Secret::Local,
        Secret::Unknown,
    ]);
    let grants = prop::sample::select(vec![
        Grants::Machine,
        Grants::Both,
        Grants::Code,
        Grants::List,
        Grants::Collection,
        Grants::Concat,
        Grants::Elsewhere,
        Grants::Choice,
    ]);
    let meters = vec![
        Meter::Literal,
        Meter::Constant,
        Meter::ConstantElsewhere,
        Meter::Interpolated,
        Meter::Symbol,
        Meter::Loop,
        Meter::Harmless,
    ];
    let logouts = vec![Logout::Direct, Logout::ThroughAnother, Logout::Partial, Logout::CallsOnly];
    prop_oneof![
        6 => (shape, secret, grants).prop_map(|(shape, secret, grants)| Block::Client { shape, secret, grants }),
        2 => prop::sample::select(meters).prop_map(Block::Meter),
        2 => prop::sample::select(logouts).prop_map(Block::Logout),
        1 => prop::sample::select(vec![Jwk::Initializer, Jwk::Statements, Jwk::Helper]).prop_map(Block::Jwk),
        1 => any::<bool>().prop_map(|injected| Block::Cleanup { injected }),
        1 => any::<bool>().prop_map(|declared| Block::Own { declared }),
    ]
}

impl Block {
    /// Writes the files of the block; `n` keeps its names apart from those of others.
    pub(crate) fn write(&self, n: usize, program: &mut Program) {
        match self {
            Block::Client { shape, secret, grants } => client(n, *shape, *secret, *grants, program),
            Block::Meter(meter) => meters(n, *meter, program),
            Block::Logout(logout) => logouts(n, *logout, program),
            Block::Jwk(jwk) => jwks(n, *jwk, program),
            Block::Cleanup { injected } => cleanup(n, *injected, program),
            Block::Own { declared } => own(n, *declared, program),
        }
    }
}

fn ty(head: impl Into<String>, members: Vec<String>) -> Type {
    Type { head: head.into(), members }
}

fn client(n: usize, shape: Shape, secret: Secret, grants: Grants, program: &mut Program) {
    let mut members = vec![
        format!("private static int $unrelated{n}(int $x{n}) => $x{n} + {n};"),
        format!("public string Label{n} {{ get; set; }} = \"label\";"),
    ];
    // What stands before the client in its member, and what the flag is set to.
    let (before, flag) = match secret {
        Secret::Unset => (String::new(), None),
        Secret::False => (String::new(), Some("false".to_owned())),
        Secret::True => (String::new(), Some("true".to_owned())),
        Secret::Constant => {
            members.push(format!("private const bool $flag{n} = false;"));
            (String::new(), Some(format!("$flag{n}")))
        }
        Secret::ConstantElsewhere => (String::new(), Some(format!("Flags{n}.Off"))),
        Secret::Local => (format!("var $off{n} = false;"), Some(format!("$off{n}"))),
        Secret::Unknown => (String::new(), Some(format!("Environment.ProcessorCount > {n}"))),
    };
    let is_entity = matches!(shape, Shape::Entity);
    let grants = match grants {
        _ if is_entity => "[ new() { GrantType = \"client_credentials\" } ]".to_owned(),
        Grants::Machine => "GrantTypes.ClientCredentials".to_owned(),
        Grants::Both => "GrantTypes.CodeAndClientCredentials".to_owned(),
        Grants::Code => "GrantTypes.Code".to_owned(),
        Grants::List => "new List<string> { \"authorization_code\", \"client_credentials\" }".to_owned(),
        Grants::Collection => "[GrantType.ClientCredentials, \"x\"]".to_owned(),
        Grants::Concat => "GrantTypes.Code.Concat(new[] { \"client_credentials\" }).ToList()".to_owned(),
        Grants::Elsewhere => format!("Flags{n}.Grants"),
        Grants::Choice => format!("DateTime.Now.Day > {n} ? GrantTypes.Code : GrantTypes.ClientCredentials"),
    };
    let set = flag.clone().map(|flag| format!(", RequireClientSecret = {flag}")).unwrap_or_default();
    let assign =
        |target: &str| flag.clone().map(|flag| format!("{target}.RequireClientSecret = {flag};")).unwrap_or_default();
    let head = format!("public class Clients{n}");
    let made = format!("new Client {{ ClientId = \"c{n}\", AllowedGrantTypes = {grants}{set} }}");
    let bare = format!("new Client {{ ClientId = \"c{n}\", AllowedGrantTypes = {grants} }}");
    let mut others = Vec::new();
    match shape {
        Shape::Initializer => members.push(format!(
            "public IEnumerable<Client> All{n}() {{ {before} return new List<Client> {{ {made} }}; }}"
        )),
        Shape::Statements => members.push(format!(
            "public Client Make{n}() {{ {before} var $c{n} = new Client(); $c{n}.AllowedGrantTypes = {grants}; {} return $c{n}; }}",
            assign(&format!("$c{n}"))
        )),
        Shape::Helper => {
            members.push(format!("private Client $base{n}(string $id{n}) => new() {{ ClientId = $id{n}, AllowedGrantTypes = {grants} }};"));
            members.push(format!(
                "public Client Make{n}() {{ {before} var $c{n} = $base{n}(\"c\"); {} return $c{n}; }}",
                assign(&format!("$c{n}"))
            ));
        }
        Shape::HelperElsewhere => {
            others.push(ty(
                format!("public static class Factory{n}"),
                vec![format!("public static Client Base{n}(string $id{n}) => new() {{ ClientId = $id{n}, AllowedGrantTypes = {grants} }};")],
            ));
            members.push(format!(
                "public Client Make{n}() {{ {before} var $c{n} = Factory{n}.Base{n}(\"c\"); {} return $c{n}; }}",
                assign(&format!("$c{n}"))
            ));
        }
        Shape::Field => {
            members.push(format!("private readonly Client $field{n} = {bare};"));
            members.push(format!("public void Use{n}() {{ {before} {} }}", assign(&format!("$field{n}"))));
        }
        Shape::Constructor => {
            members.push(format!("private readonly Client $field{n};"));
            members.push(format!("public Clients{n}() {{ {before} $field{n} = {bare}; {} }}", assign(&format!("$field{n}"))));
        }
        Shape::If => members.push(format!(
            "public Client Make{n}(bool $b{n}) {{ {before} var $c{n} = {bare}; if ($b{n}) {{ {} }} $c{n}.Enabled = true; return $c{n}; }}",
            assign(&format!("$c{n}"))
        )),
        Shape::Switch => members.push(format!(
            "public Client Make{n}(string $e{n}) {{ {before} var $c{n} = {bare}; switch ($e{n}) {{ case \"a\": {} break; default: $c{n}.RequireClientSecret = true; break; }} return $c{n}; }}",
            assign(&format!("$c{n}"))
        )),
        Shape::Derived => others.push(ty(
            format!("public class Machine{n} : Client"),
            vec![
                format!("public Machine{n}() {{ {before} AllowedGrantTypes = {grants}; {} }}", assign("this")),
                format!("private string $extra{n} => \"x\";"),
            ],
        )),
        Shape::Builder => {
            others.push(ty(
                format!("public class Builder{n}"),
                vec![
                    format!("private readonly Client $built{n} = new() {{ ClientId = \"b\" }};"),
                    format!("public Builder{n} Grants{n}() {{ $built{n}.AllowedGrantTypes = {grants}; return this; }}"),
                    format!("public Builder{n} Open{n}(bool $f{n}) {{ $built{n}.RequireClientSecret = $f{n}; return this; }}"),
                    format!("public Client Build{n}() => $built{n};"),
                ],
            ));
            let flag = flag.unwrap_or_else(|| "true".to_owned());
            members.push(format!("public Client Make{n}() {{ {before} return new Builder{n}().Grants{n}().Open{n}({flag}).Build{n}(); }}"));
        }
        Shape::Loop => members.push(format!(
            "public List<Client> All{n}() {{ {before} var $l{n} = new List<Client>(); foreach (var $id{n} in new[] {{ \"a\", \"b\" }}) {{ var $c{n} = {bare}; {} $l{n}.Add($c{n}); }} return $l{n}; }}",
            assign(&format!("$c{n}"))
        )),
        Shape::Lambda => members.push(format!(
            "public List<Client> All{n}() {{ {before} return new[] {{ \"a\", \"b\" }}.Select($id{n} => {made}).ToList(); }}"
        )),
        Shape::Entity => members.push(format!(
            "public object Row{n}() {{ {before} return new Duende.IdentityServer.EntityFramework.Entities.Client {{ ProtocolType = \"oidc\", AllowedGrantTypes = {grants}{set} }}; }}"
        )),
        // Whoever opens the client closes it again: nothing else may be forgotten in between.
        Shape::Correlated => members.push(format!(
            "public Client Make{n}(bool $close{n}, int $e{n}) {{ {before} var $c{n} = {bare}; if ($close{n} && $e{n} == 1) {{ {} }} $e{n} = $e{n} + 1; var $k{n} = 1; $k{n} = 2; if ($close{n}) {{ $c{n}.RequireClientSecret = true; }} return $c{n}; }}",
            assign(&format!("$c{n}"))
        )),
        Shape::Constructors => {
            members.push(format!("private readonly bool $f{n};"));
            members.push(format!("private readonly Client $held{n};"));
            members.push(format!("public Clients{n}(int $x{n}) {{ {before} $f{n} = $x{n} > 1; $held{n} = {bare}; }}"));
            members.push(format!("public Clients{n}() {{ {before} $f{n} = true; $held{n} = {bare}; {} }}", assign(&format!("$held{n}"))));
            members.push(format!("public Client Get{n}() {{ if ($f{n}) {{ $held{n}.Enabled = false; }} return $held{n}; }}"));
        }
        Shape::Setter => {
            members.push(format!("private readonly Client $inner{n} = {bare};"));
            members.push(format!("private bool $Open{n} {{ set {{ $inner{n}.RequireClientSecret = !value; }} }}"));
            let flag = flag.unwrap_or_else(|| "true".to_owned());
            members.push(format!("public Client Make{n}() {{ {before} $Open{n} = !{flag}; return $inner{n}; }}"));
        }
        Shape::Yield => members.push(format!(
            "public IEnumerable<Client> All{n}() {{ {before} yield return {made}; foreach (var $c{n} in More{n}()) {{ {} yield return $c{n}; }} }} private IEnumerable<Client> More{n}() {{ yield return {bare}; }}",
            assign(&format!("$c{n}"))
        )),
        Shape::Conditional => members.push(format!(
            "public Client Make{n}(bool $b{n}) {{ {before} var $c{n} = $b{n} ? {made} : new Client(); $c{n}.Enabled = $b{n}; return $c{n}; }}"
        )),
    }
    program.add(&format!("Clients{n}.cs"), "Host.Clients", vec![ty(head, members)]);
    others.push(ty(
        format!("public static class Flags{n}"),
        vec![
            "public const bool Off = false;".to_owned(),
            "public static ICollection<string> Grants => new[] { \"client_credentials\" };".to_owned(),
        ],
    ));
    program.add(&format!("Others{n}.cs"), "Host.Clients", others);
}

fn meters(n: usize, meter: Meter, program: &mut Program) {
    const NAME: &str = "\"Duende.IdentityServer.Experimental\"";
    let mut members = vec![format!("private static string $other{n}() => \"Other\";")];
    let method = |body: String| format!("public static void Add{n}(MeterProviderBuilder $m{n}) {{ {body} }}");
    match meter {
        Meter::Literal => members.push(method(format!("$m{n}.AddMeter(\"x\").AddMeter({NAME});"))),
        Meter::Constant => {
            members.push(format!("private const string $name{n} = {NAME};"));
            members.push(method(format!("$m{n}.AddMeter($name{n});")));
        }
        Meter::ConstantElsewhere => {
            let names =
                vec![format!("public const string Old{n} = {NAME};"), "public const string New = \"x\";".to_owned()];
            program.add(
                &format!("Names{n}.cs"),
                "Host.Names",
                vec![ty(format!("public static class MeterNames{n}"), names)],
            );
            members.push(method(format!("$m{n}.AddMeter(Host.Names.MeterNames{n}.Old{n});")));
        }
        Meter::Interpolated => {
            members.push(method(format!(
                "var $p{n} = \"Duende.IdentityServer\"; $m{n}.AddMeter(§\"{{$p{n}}}.Experimental\");"
            )));
        }
        Meter::Symbol => members.push(method(format!("$m{n}.AddMeter(Telemetry.ServiceNameExperimental);"))),
        Meter::Loop => {
            members
                .push(method(format!("foreach (var $s{n} in new[] {{ \"a\", {NAME} }}) {{ $m{n}.AddMeter($s{n}); }}")));
        }
        Meter::Harmless => {
            members.push(format!("private const string $name{n} = {NAME};"));
            members.push(method(format!("$m{n}.AddMeter(\"Duende.IdentityServer\"); Console.WriteLine($name{n});")));
        }
    }
    program.add(&format!("Meters{n}.cs"), "Host.Metrics", vec![ty(format!("public static class Meters{n}"), members)]);
}

fn logouts(n: usize, logout: Logout, program: &mut Program) {
    let over = format!(
        "protected override async Task SendLogoutNotificationAsync(BackChannelLogoutRequest $r{n}) {{ $count{n}++; await base.SendLogoutNotificationAsync($r{n}); }}"
    );
    let constructor = |name: &str| format!("public {name}() : base(null, null, null, null, null) {{ }}");
    let count = format!("private int $count{n};");
    let name = format!("Logout{n}");
    match logout {
        Logout::Direct => {
            let members = vec![count, constructor(&name), over];
            program.add(
                &format!("Logout{n}.cs"),
                "Host.Logout",
                vec![ty(format!("public class {name} : DefaultBackChannelLogoutService"), members)],
            );
        }
        Logout::ThroughAnother => {
            let middle = format!("Middle{n}");
            let members = vec![constructor(&middle), format!("private int $unused{n};")];
            program.add(
                &format!("Middle{n}.cs"),
                "Host.Base",
                vec![ty(format!("public abstract class {middle} : DefaultBackChannelLogoutService"), members)],
            );
            program.add(
                &format!("Logout{n}.cs"),
                "Host.Logout",
                vec![ty(format!("public class {name} : Host.Base.{middle}"), vec![count, over])],
            );
        }
        Logout::Partial => {
            program.add(
                &format!("Logout{n}.cs"),
                "Host.Logout",
                vec![ty(format!("public partial class {name}"), vec![count, over])],
            );
            program.add(
                &format!("LogoutBase{n}.cs"),
                "Host.Logout",
                vec![ty(
                    format!("public partial class {name} : DefaultBackChannelLogoutService, IDisposable"),
                    vec![constructor(&name), "public void Dispose() { }".to_owned()],
                )],
            );
        }
        Logout::CallsOnly => {
            let call =
                format!("public Task Again{n}(BackChannelLogoutRequest $r{n}) => SendLogoutNotificationAsync($r{n});");
            let own = "private void Unrelated() { }".to_owned();
            program.add(
                &format!("Logout{n}.cs"),
                "Host.Logout",
                vec![ty(
                    format!("public class {name} : DefaultBackChannelLogoutService"),
                    vec![constructor(&name), call, own],
                )],
            );
        }
    }
}

fn jwks(n: usize, jwk: Jwk, program: &mut Program) {
    let key = "\"{'kty':'oct','k':'x'}\"";
    let members = match jwk {
        Jwk::Initializer => vec![
            format!("private readonly string $unused{n} = \"x\";"),
            format!(
                "public Secret Key{n}() => new Secret {{ Type = IdentityServerConstants.SecretTypes.JsonWebKey, Value = {key} }};"
            ),
        ],
        Jwk::Statements => vec![
            format!("private const string $key{n} = {key};"),
            format!(
                "public Secret Key{n}() {{ var $s{n} = new Secret($key{n}); $s{n}.Type = \"JWK\"; return $s{n}; }}"
            ),
        ],
        Jwk::Helper => vec![
            format!("private static Secret $make{n}(string $v{n}) => new Secret {{ Value = $v{n}, Type = \"JWK\" }};"),
            format!("public List<Secret> Keys{n}() => [ $make{n}({key}) ];"),
        ],
    };
    program.add(&format!("Keys{n}.cs"), "Host.Keys", vec![ty(format!("public class Keys{n}"), members)]);
}

fn cleanup(n: usize, injected: bool, program: &mut Program) {
    let members = if injected {
        vec![
            format!("private readonly TokenCleanupService $s{n};"),
            format!("public Cleanup{n}(TokenCleanupService $p{n}) {{ $s{n} = $p{n}; }}"),
            format!("public Task Run{n}() => $s{n}.RemoveExpiredGrantsAsync();"),
        ]
    } else {
        vec![
            format!(
                "public static async Task Run{n}(IServiceProvider $p{n}) {{ var $s{n} = (TokenCleanupService)$p{n}.GetService(typeof(TokenCleanupService)); await $s{n}.RemoveExpiredGrantsAsync(); }}"
            ),
            format!("private int $n{n};"),
        ]
    };
    program.add(&format!("Cleanup{n}.cs"), "Host.Jobs", vec![ty(format!("public class Cleanup{n}"), members)]);
}

/// Types of the team's own that are called like those of the package.
fn own(n: usize, declared: bool, program: &mut Program) {
    let namespace = format!("Host.Own{n}");
    let own = vec![
        "public bool RequireClientSecret { get; set; }".to_owned(),
        "public ICollection<string> AllowedGrantTypes { get; set; }".to_owned(),
    ];
    let make = format!(
        "public object Make{n}() => new Client {{ RequireClientSecret = false, AllowedGrantTypes = GrantTypes.ClientCredentials }};"
    );
    if declared {
        program.add(&format!("OwnClient{n}.cs"), &namespace, vec![ty("public class Client", own)]);
    }
    program.add(
        &format!("OwnUse{n}.cs"),
        &namespace,
        vec![ty(format!("public class Use{n}"), vec![make, format!("private int $n{n};")])],
    );
}

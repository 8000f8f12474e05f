using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Prover.Architecture.Tests;

/// <summary>
/// Verification is a pure function (design §5.2): the verifier's assembly uses no clock, thread, file, environment, randomness,
/// reflection, unsafe code or instruction-set intrinsics.
/// </summary>
public partial class VerifierClosureTests
{
    private static readonly string[] BannedNamespaces =
    [
        "System.Threading", "System.Threading.Tasks", "System.Net", "System.Reflection.Emit", "System.Runtime.Intrinsics",
        "System.Runtime.Intrinsics.X86", "System.Runtime.Loader", "System.IO.MemoryMappedFiles",
    ];

    private static readonly string[] BannedTypes =
    [
        "System.DateTime", "System.DateTimeOffset", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
        "System.Random", "System.Guid", "System.Environment", "System.GC", "System.Console", "System.IO.File", "System.IO.FileStream",
        "System.IO.Directory", "System.Activator", "System.Runtime.InteropServices.Marshal", "System.Runtime.InteropServices.NativeLibrary",
        "System.Security.Cryptography.RandomNumberGenerator",
    ];

    private static readonly Assembly Verifier = typeof(Verifier.Circuits.Circuit).Assembly;

    [Fact]
    public void No_banned_type_is_referenced()
    {
        using var file = new PEReader(File.OpenRead(Verifier.Location));
        MetadataReader metadata = file.GetMetadataReader();
        List<string> found = [];
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            string space = metadata.GetString(type.Namespace), name = $"{space}.{metadata.GetString(type.Name)}";
            if (BannedNamespaces.Contains(space) || BannedTypes.Contains(name)) found.Add(name);
        }
        Assert.Empty(found);
    }

    /// <summary>The compiler itself uses these for collection expressions, so the source is what counts.</summary>
    [Fact]
    public void No_source_file_reinterprets_memory() => Assert.DoesNotContain(
        SourceTree.Files("src/Prover.Verifier").Where(path => path.EndsWith(".cs", StringComparison.Ordinal)),
        path => Reinterpretation().IsMatch(SourceTree.Text(path)));

    [Fact]
    public void No_method_is_unsafe_or_native()
    {
        // The compiler marks a module that was allowed to contain unsafe code.
        Assert.DoesNotContain(
            Verifier.ManifestModule.GetCustomAttributesData(), data => data.AttributeType.Name == "UnverifiableCodeAttribute");
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
            | BindingFlags.DeclaredOnly;
        Assert.DoesNotContain(
            Verifier.GetTypes().SelectMany(type => type.GetMethods(All)),
            method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
                || method.ReturnType.IsPointer || method.GetParameters().Any(parameter => parameter.ParameterType.IsPointer));
    }

    [Fact]
    public void No_state_outlives_a_call()
    {
        // Static fields must be constants: read-only, and nothing that anybody assigns later.
        const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> mutable = Verifier.GetTypes()
            .SelectMany(type => type.GetFields(Static))
            .Where(field => !field.IsInitOnly && !field.IsLiteral && !field.Name.StartsWith('<'))
            .Where(field => !field.DeclaringType!.Name.StartsWith('<'))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");
        Assert.Empty(mutable);
    }

    [GeneratedRegex(@"\b(?:Unsafe|MemoryMarshal|CollectionsMarshal|Marshal)\.|\bunsafe\b\s+[\w{]|\bSkipLocalsInit\b")]
    private static partial Regex Reinterpretation();
}

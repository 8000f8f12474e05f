using System.Reflection;

namespace Prover.Architecture.Tests;

/// <summary>
/// What only tests may use: observers of a transcript, with which a simulator programs the oracle, and other randomness than the stream's.
/// </summary>
public class TestSeamTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    private const byte NewObject = 0x73;

    private static readonly Assembly[] Products =
        [.. new[] { "Prover.Verifier", "Prover.Proving", "Prover.Onnx", "prover" }.Select(Assembly.Load)];

    [Fact]
    public void No_product_observes_a_transcript()
    {
        Type observer = Find("Prover.Verifier.Transcripts.TranscriptObserver"), state = Find("Prover.Verifier.Transcripts.TranscriptState");
        Assert.Contains(Constructions(), construction => construction.Type == state); // so that the search finds something
        Assert.DoesNotContain(Constructions(), construction => construction.Type == observer);
    }

    [Fact]
    public void No_product_replaces_the_stream_of_randomness()
    {
        Type stream = Find("Prover.Proving.Randomness.RandomStream");
        Assert.DoesNotContain(Products.SelectMany(product => product.GetTypes()), type => type.IsSubclassOf(stream));
    }

    private static Type Find(string name) => Products.Select(product => product.GetType(name)).First(type => type is not null)!;

    /// <summary>Every object that a product's code constructs, and where.</summary>
    private static IEnumerable<(Type? Type, string Place)> Constructions()
    {
        foreach (Type type in Products.SelectMany(product => product.GetTypes()))
        {
            foreach (MethodBase method in type.GetMembers(All).OfType<MethodBase>())
            {
                byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
                for (int i = 0; i + 4 < code.Length; i++)
                {
                    if (code[i] != NewObject) continue;
                    yield return (Constructed(method, BitConverter.ToInt32(code, i + 1)), $"{type.Name}.{method.Name}");
                }
            }
        }
    }

    /// <summary>The type that a token's constructor makes; null if the bytes are no such token, since operands are searched too.</summary>
    private static Type? Constructed(MethodBase method, int token)
    {
        try
        {
            Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
            return method.Module.ResolveMethod(token, method.DeclaringType!.GetGenericArguments(), ofMethod)?.DeclaringType;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

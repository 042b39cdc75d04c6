using System.Text.Json.Serialization;
using Dashboard.Diagnostics.Connections;
using Dashboard.Diagnostics.Index;
using Dashboard.Diagnostics.Memory;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Threads;

namespace Dashboard.Diagnostics;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IndexSnapshot))]
[JsonSerializable(typeof(ThreadsSnapshot))]
[JsonSerializable(typeof(ConnectionsSnapshot))]
[JsonSerializable(typeof(MemorySnapshot))]
[JsonSerializable(typeof(PprofIndex))]
internal sealed partial class DiagnosticsJson : JsonSerializerContext;

using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>Projects a pod's JSON into a <see cref="PodDraft"/>: about a tenth of it is looked at, nothing else becomes an object.</summary>
internal sealed class PodJson(StringPool pool)
{
    private readonly ObjectReader _objects = new(pool);

    /// <summary>Reads a pod; the reader stands on its StartObject. Conventions as in <see cref="JsonValue"/>.</summary>
    public bool TryRead(ref Utf8JsonReader reader, PodDraft draft, ref bool bad)
    {
        draft.Clear();
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                bad |= string.IsNullOrEmpty(draft.Metadata.Uid) || string.IsNullOrEmpty(draft.Metadata.Name)
                    || string.IsNullOrEmpty(draft.Metadata.Namespace);
                return !bad;
            }

            var complete = reader.ValueTextEquals("metadata"u8) ? _objects.TryReadMetadata(ref reader, draft.Metadata, ref bad)
                : reader.ValueTextEquals("spec"u8) ? TryReadSpec(ref reader, draft, ref bad)
                : reader.ValueTextEquals("status"u8) ? TryReadStatus(ref reader, draft, ref bad)
                : reader.TrySkip();
            if (!complete)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadSpec(ref Utf8JsonReader reader, PodDraft draft, ref bool bad)
    {
        if (!ObjectReader.TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        string? text = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            bool complete;
            if (reader.ValueTextEquals("nodeName"u8))
            {
                complete = JsonValue.TryReadString(ref reader, pool, ref text, ref bad);
                draft.NodeName = string.IsNullOrEmpty(text) ? null : text;
            }
            else if (reader.ValueTextEquals("containers"u8))
            {
                complete = TryReadContainers(ref reader, draft.Containers, ref bad);
            }
            else if (reader.ValueTextEquals("initContainers"u8))
            {
                complete = TryReadContainers(ref reader, draft.InitContainers, ref bad);
            }
            else
            {
                complete = reader.TrySkip();
            }

            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadContainers(ref Utf8JsonReader reader, List<ContainerSpecDraft> containers, ref bool bad)
    {
        containers.Clear();
        if (!ObjectReader.TryEnterArray(ref reader, out var isNull, ref bad) || bad)
        {
            return false;
        }

        while (!isNull)
        {
            if (!reader.Read())
            {
                return false;
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                break;
            }

            if (!TryReadContainer(ref reader, containers, ref bad) || bad)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadContainer(ref Utf8JsonReader reader, List<ContainerSpecDraft> containers, ref bool bad)
    {
        string? name = null, image = null, restartPolicy = null;
        ResourcesDraft resources = default;
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                containers.Add(new ContainerSpecDraft { Name = name, Image = image, RestartsAlways = restartPolicy == "Always", Resources = resources });
                bad |= name is null;
                return true;
            }

            var complete = reader.ValueTextEquals("name"u8) ? JsonValue.TryReadString(ref reader, pool, ref name, ref bad)
                : reader.ValueTextEquals("image"u8) ? JsonValue.TryReadString(ref reader, pool, ref image, ref bad)
                : reader.ValueTextEquals("restartPolicy"u8) ? JsonValue.TryReadString(ref reader, pool, ref restartPolicy, ref bad)
                : reader.ValueTextEquals("resources"u8) ? ObjectReader.TryReadResources(ref reader, ref resources, ref bad)
                : reader.TrySkip();
            if (!complete)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadStatus(ref Utf8JsonReader reader, PodDraft draft, ref bool bad)
    {
        if (!ObjectReader.TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        string? phase = null, reason = null, message = null, podIp = null, qosClass = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                (draft.Phase, draft.Reason, draft.Message, draft.PodIp, draft.QosClass) = (phase, reason, message, podIp, qosClass);
                return true;
            }

            var complete = reader.ValueTextEquals("phase"u8) ? JsonValue.TryReadString(ref reader, pool, ref phase, ref bad)
                : reader.ValueTextEquals("reason"u8) ? JsonValue.TryReadString(ref reader, pool, ref reason, ref bad)
                : reader.ValueTextEquals("message"u8) ? JsonValue.TryReadString(ref reader, pool, ref message, ref bad)
                : reader.ValueTextEquals("podIP"u8) ? ObjectReader.TryReadUnpooled(ref reader, ref podIp, ref bad)
                : reader.ValueTextEquals("qosClass"u8) ? JsonValue.TryReadString(ref reader, pool, ref qosClass, ref bad)
                : reader.ValueTextEquals("conditions"u8) ? _objects.TryReadConditions(ref reader, draft.Conditions, ref bad)
                : reader.ValueTextEquals("containerStatuses"u8) ? TryReadStatuses(ref reader, draft.ContainerStatuses, ref bad)
                : reader.ValueTextEquals("initContainerStatuses"u8) ? TryReadStatuses(ref reader, draft.InitContainerStatuses, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadStatuses(ref Utf8JsonReader reader, List<ContainerStatusDraft> statuses, ref bool bad)
    {
        statuses.Clear();
        if (!ObjectReader.TryEnterArray(ref reader, out var isNull, ref bad) || bad)
        {
            return false;
        }

        while (!isNull)
        {
            if (!reader.Read())
            {
                return false;
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                break;
            }

            if (!TryReadContainerStatus(ref reader, statuses, ref bad) || bad)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadContainerStatus(ref Utf8JsonReader reader, List<ContainerStatusDraft> statuses, ref bool bad)
    {
        string? name = null;
        var ready = false;
        var started = false;
        var restarts = 0;
        StateDraft state = default, last = default;
        ResourcesDraft resources = default;
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                bad |= name is null;
                statuses.Add(new ContainerStatusDraft
                {
                    Name = name,
                    Ready = ready,
                    Started = started,
                    RestartCount = restarts,
                    State = state,
                    LastState = last,
                    Resources = resources,
                });
                return true;
            }

            var complete = reader.ValueTextEquals("name"u8) ? JsonValue.TryReadString(ref reader, pool, ref name, ref bad)
                : reader.ValueTextEquals("ready"u8) ? JsonValue.TryReadBoolean(ref reader, ref ready, ref bad)
                : reader.ValueTextEquals("started"u8) ? JsonValue.TryReadBoolean(ref reader, ref started, ref bad)
                : reader.ValueTextEquals("restartCount"u8) ? JsonValue.TryReadInt32(ref reader, ref restarts, ref bad)
                : reader.ValueTextEquals("state"u8) ? TryReadState(ref reader, ref state, ref bad)
                : reader.ValueTextEquals("lastState"u8) ? TryReadState(ref reader, ref last, ref bad)
                : reader.ValueTextEquals("resources"u8) ? ObjectReader.TryReadResources(ref reader, ref resources, ref bad)
                : reader.TrySkip();
            if (!complete)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadState(ref Utf8JsonReader reader, ref StateDraft state, ref bool bad)
    {
        if (!ObjectReader.TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            ContainerState? kind = reader.ValueTextEquals("waiting"u8) ? ContainerState.Waiting
                : reader.ValueTextEquals("running"u8) ? ContainerState.Running
                : reader.ValueTextEquals("terminated"u8) ? ContainerState.Terminated
                : null;
            var complete = kind is null ? reader.TrySkip() : TryReadStateDetail(ref reader, kind.Value, ref state, ref bad);
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadStateDetail(ref Utf8JsonReader reader, ContainerState kind, ref StateDraft state, ref bool bad)
    {
        if (!ObjectReader.TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        string? reason = null, message = null;
        int exitCode = 0, signal = 0;
        DateTimeOffset? startedAt = null, finishedAt = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                state = new StateDraft
                {
                    Kind = kind,
                    Reason = string.IsNullOrEmpty(reason) ? null : reason,
                    Message = message,
                    ExitCode = exitCode,
                    Signal = signal,
                    StartedAt = startedAt,
                    FinishedAt = finishedAt,
                };
                return true;
            }

            var complete = reader.ValueTextEquals("reason"u8) ? JsonValue.TryReadString(ref reader, pool, ref reason, ref bad)
                : reader.ValueTextEquals("message"u8) ? JsonValue.TryReadString(ref reader, pool, ref message, ref bad)
                : reader.ValueTextEquals("exitCode"u8) ? JsonValue.TryReadInt32(ref reader, ref exitCode, ref bad)
                : reader.ValueTextEquals("signal"u8) ? JsonValue.TryReadInt32(ref reader, ref signal, ref bad)
                : reader.ValueTextEquals("startedAt"u8) ? JsonValue.TryReadTime(ref reader, ref startedAt, ref bad)
                : reader.ValueTextEquals("finishedAt"u8) ? JsonValue.TryReadTime(ref reader, ref finishedAt, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }
}

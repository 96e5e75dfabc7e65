from google.api import annotations_pb2 as _annotations_pb2
from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ManifestAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MANIFEST_ACTION_UNSPECIFIED: _ClassVar[ManifestAction]
    MANIFEST_ACTION_CREATED: _ClassVar[ManifestAction]
    MANIFEST_ACTION_UPDATED: _ClassVar[ManifestAction]
    MANIFEST_ACTION_UNCHANGED: _ClassVar[ManifestAction]
MANIFEST_ACTION_UNSPECIFIED: ManifestAction
MANIFEST_ACTION_CREATED: ManifestAction
MANIFEST_ACTION_UPDATED: ManifestAction
MANIFEST_ACTION_UNCHANGED: ManifestAction

class ApplyManifestsRequest(_message.Message):
    __slots__ = ("files", "dry_run", "variables")
    class VariablesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    FILES_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[ManifestFile]
    dry_run: bool
    variables: _containers.ScalarMap[str, str]
    def __init__(self, files: _Optional[_Iterable[_Union[ManifestFile, _Mapping]]] = ..., dry_run: _Optional[bool] = ..., variables: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ManifestFile(_message.Message):
    __slots__ = ("name", "content")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    name: str
    content: str
    def __init__(self, name: _Optional[str] = ..., content: _Optional[str] = ...) -> None: ...

class ApplyManifestsResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[AppliedManifest]
    def __init__(self, results: _Optional[_Iterable[_Union[AppliedManifest, _Mapping]]] = ...) -> None: ...

class AppliedManifest(_message.Message):
    __slots__ = ("kind", "id", "name", "action", "file", "line", "changes")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    kind: str
    id: str
    name: str
    action: ManifestAction
    file: str
    line: int
    changes: _containers.RepeatedCompositeFieldContainer[FieldChange]
    def __init__(self, kind: _Optional[str] = ..., id: _Optional[str] = ..., name: _Optional[str] = ..., action: _Optional[_Union[ManifestAction, str]] = ..., file: _Optional[str] = ..., line: _Optional[int] = ..., changes: _Optional[_Iterable[_Union[FieldChange, _Mapping]]] = ...) -> None: ...

class FieldChange(_message.Message):
    __slots__ = ("path", "before", "after")
    PATH_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    path: str
    before: str
    after: str
    def __init__(self, path: _Optional[str] = ..., before: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

"""Ask for memory ahead of its use, so that the processor waits less for it.

What a run touches lies at random in tens of megabytes. The processor looks some hundred
instructions ahead, which is three or four transmissions; what is asked for a batch or a chunk
ahead is there when it is needed. Only time depends on it, never a figure.
"""

from importlib import import_module
from typing import Any


def fetch(array: Any, row: Any) -> None:
    """Ask for the line of cache of a row, even of one that there is not; nothing in Python."""


def teach(extending: Any) -> None:
    """Tell the compiler what :func:`fetch` is, given its module of extensions."""
    types, ir = import_module("numba.core.types"), import_module("llvmlite.ir")

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        made = context.make_array(signature.args[0])(context, builder, args[0])
        number = context.cast(builder, args[1], signature.args[1], types.intp)
        away = builder.mul(builder.extract_value(made.strides, 0), number)
        byte, whole = ir.IntType(8).as_pointer(), ir.IntType(32)
        address = builder.gep(builder.bitcast(made.data, byte), [away])
        kind = ir.FunctionType(ir.VoidType(), [byte, whole, whole, whole])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        # To read, into every level of cache, and data.
        builder.call(prefetch, [address, whole(0), whole(3), whole(1)])
        return context.get_dummy_value()

    def typed(_typing: Any, array: Any, row: Any) -> Any:
        return types.none(array, row), emit

    ask = extending.intrinsic(typed)

    def in_machine_code(array: Any, row: Any) -> Any:  # noqa: ARG001 - they name the arguments
        def call(array: Any, row: Any) -> None:
            ask(array, row)

        return call

    extending.overload(fetch, jit_options={"forceinline": True, "_nrt": False})(in_machine_code)

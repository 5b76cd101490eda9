from .indices import index, index_list
from .places import place_list

__all__ = ["index", "index_list", "place_list"]

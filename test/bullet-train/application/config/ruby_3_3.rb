# Bullet Train 1.45 is written for Ruby 3.4, where a block's only argument may be called `it`. Debian has Ruby 3.3,
# where the same is called `_1`: its gems are read with that word in its place.
require "prism"

class ItReads < Prism::Visitor
  attr_reader :offsets

  def initialize
    @offsets = []
  end

  def visit_it_local_variable_read_node(node)
    offsets << node.location.start_offset
  end
end

class << RubyVM::InstructionSequence
  def load_iseq(path)
    return unless path.include?("/gems/bullet_train")

    source = File.binread(path)
    reads = ItReads.new
    Prism.parse(source, version: "3.4.0").value.accept(reads)
    return if reads.offsets.empty?

    reads.offsets.sort.reverse_each { |offset| source[offset, 2] = "_1" }
    compile(source.force_encoding("UTF-8"), path, path)
  end
end

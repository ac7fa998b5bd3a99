BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermAuditDigest' {
    BeforeEach { $null = New-TestStore }

    It 'reads the head of the chain' {
        $null = New-PermUser ann
        $digest = Get-PermAuditDigest
        $newest = Get-PermAuditEvent -Newest 1
        $digest | Should -BeOfType (Get-CoreType PermAuditDigest)
        $digest.Count, $digest.LastId, $digest.Hash | Should -Be $newest.Id, $newest.Id, $newest.Hash
        $digest.At | Should -Be $newest.At
    }

    It 'moves with every change and with nothing else' {
        $before = Get-PermAuditDigest
        $null = New-PermUser ann -WhatIf
        $null = Get-PermUser
        Get-PermAuditDigest | Should -Be $before
        $null = New-PermUser ann
        (Get-PermAuditDigest).Hash | Should -Not -Be $before.Hash
    }

    It 'reads the store that is given' {
        $other = New-PermStore "$TestDrive/$([guid]::NewGuid()).db" -Actor other
        $null = New-PermProfile Only
        (Get-PermAuditDigest -Store $other).LastId | Should -Be 2
    }
}
